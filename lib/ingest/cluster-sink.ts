import { hash } from 'node:crypto'
import { recordNamespaces } from '#lib/commands/record-namespaces.ts'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Parsed } from '#lib/domain/result.ts'
import type { ClusterSink, Outcome, ReadPart, ReadReports } from '#lib/sources/cluster/follow/sink.ts'
import { policiesOfCluster } from '#lib/sources/cluster/policies-of-cluster.ts'
import { generatedFrom, type IsGenerated } from '#lib/sources/gatekeeper/generated-policies.ts'
import { parseConstraints } from '#lib/sources/gatekeeper/parse.ts'
import { parsePolicyExceptions } from '#lib/sources/policy-exception/parse.ts'
import { parsePolicyReports } from '#lib/sources/policy-report/parse.ts'
import { ensureSource } from './ensure-source.ts'
import { finishReading } from './finish-reading.ts'
import { markSource } from './mark-feed.ts'
import { openReading } from './open-reading.ts'
import { recordEvents } from './record-events.ts'
import { recordPolicies } from './record-policies.ts'
import { recordScan } from './record-scan.ts'
import type { Guard, Scan, ScanFile } from './scan.ts'
import { seeFeed } from './see-feed.ts'

type Given = {
  db: Db
  /** The name of the cluster, and of its source. */
  name: string
  guard: Guard
  /** The labels that decide who owns what have changed. */
  onOwnersChanged: () => Promise<void>
}

/** A followed cluster is known again at least this often, or it is late. */
const EXPECTED_EVERY_SECONDS = 120
const FEEDS = { reports: 'policy-report', constraints: 'gatekeeper' } as const

/**
 * Stores what is read of one cluster, as a source of its name: reports and exceptions in one feed, constraints in another.
 * Nothing is stored that the guard refuses.
 */
export async function openClusterSink({
  db,
  name,
  guard,
  onOwnersChanged,
}: Given): Promise<ClusterSink & { sourceId: number }> {
  const { id: sourceId } = await ensureSource(db.sql, { name, kind: 'cluster', now: new Date() })
  const { rows: feeds } = await db.sql.query<{ kind: string }>('SELECT kind FROM feed WHERE source_id = $1', [sourceId])
  const known = {
    reports: feeds.some(({ kind }) => kind === FEEDS.reports),
    constraints: feeds.some(({ kind }) => kind === FEEDS.constraints),
  }
  let degraded: string | undefined
  let policyWarnings: string[] = []
  let isGenerated: IsGenerated | undefined

  const scanOf = (part: ReadPart, kind: keyof typeof FEEDS, file: ScanFile, what: string): Scan => ({
    sourceId,
    feed: { kind: FEEDS[kind], scope: '', expectedEverySeconds: EXPECTED_EVERY_SECONDS },
    observedAt: part.at,
    receivedAt: part.at,
    complete: part.complete,
    canBeReadAgain: true,
    isNewest: true,
    guard,
    ...(part.reason && { reason: part.reason }),
    ...(degraded && { degraded }),
    identity: `${part.at.toISOString()} ${what}`,
    ...(part.kinds && { context: { kinds: part.kinds } }),
    files: [file],
  })
  const store = async (scan: Scan): Promise<Outcome> => {
    const { shortOf = null } = await recordScan(db, scan)
    return { complete: shortOf === null, reason: shortOf }
  }
  const isFirstOfDay = async (kind: keyof typeof FEEDS, at: Date): Promise<boolean> => {
    const { rowCount } = await db.sql.query(FIRST_OF_DAY, [sourceId, FEEDS[kind], at])
    return !rowCount
  }
  const storeReports = async (part: ReadReports, keeps: boolean, what: string, more: Partial<Scan>) => {
    const places = more.within && new Set(more.within.namespaces)
    const parsed = onlyIn(
      parsePolicyReports(part.objects, { now: part.at, ...(isGenerated && { isGenerated }) }),
      places,
    )
    const file = fileOf(`reports${what && `-${what}`}.json`, part.objects, parsed, keeps)
    known.reports = true
    if (!more.within) parsed.warnings.push(...policyWarnings)
    const outcome = await store({
      ...scanOf(part, 'reports', file, what),
      owners: part.owners,
      exceptionsComplete: false,
      ...more,
    })
    const { at, owners } = part
    const complete = outcome.complete && !more.within
    await recordEvents(db, { sourceId, at, owners, complete, events: parsed.events ?? [] })
    return outcome
  }

  return {
    sourceId,
    known,
    wholeReports: async (part) => storeReports(part, part.complete && (await isFirstOfDay('reports', part.at)), '', {}),
    reportPortions: (at) => {
      const reading = openReading()
      let keeps: boolean | undefined
      let count = 0
      return {
        store: async ({ places, ...part }) => {
          keeps ??= await isFirstOfDay('reports', at)
          const within = { namespaces: places, isFeedWhole: false }
          return storeReports(part, keeps, String(++count), { within, reading })
        },
        finish: async ({ complete, reason, kinds }) => {
          const feed = { kind: FEEDS.reports, scope: '' }
          const how = {
            complete,
            ...(reason && { reason }),
            ...(degraded && { degraded }),
            ...(kinds && { context: { kinds } }),
          }
          await finishReading(db, { sourceId, feed, observedAt: at, reading, guard, ...how })
        },
      }
    },
    reportsWithin: async ({ places, isFeedWhole, ...part }) =>
      storeReports(part, false, '', { within: { namespaces: places, isFeedWhole }, isQuiet: true }),
    constraints: async (part) => {
      const parsed = parseConstraints(part.objects, { now: part.at })
      const keeps = part.complete && (await isFirstOfDay('constraints', part.at))
      known.constraints = true
      return store(scanOf(part, 'constraints', fileOf('constraints.json', part.objects, parsed, keeps), ''))
    },
    exceptions: async ({ isFeedWhole, ...part }) => {
      const parsed = statedIn(part)
      const file = fileOf('exceptions.json', part.objects, parsed, true)
      const scan = scanOf({ ...part, complete: true }, 'reports', file, 'exceptions')
      known.reports = true
      await store({
        ...scan,
        within: { namespaces: [], isFeedWhole },
        isQuiet: true,
        exceptionsComplete: part.complete,
      })
    },
    policies: async (read, at) => {
      const { warnings, ...stated } = policiesOfCluster(read)
      policyWarnings = warnings
      isGenerated = generatedFrom(read.constraints)
      await inTransaction(db, guard)
      await recordPolicies(db, { sourceId, at, ...stated })
    },
    namespaces: async (namespaces, at) => {
      await inTransaction(db, guard)
      if (await recordNamespaces(db, sourceId, namespaces, at)) await onOwnersChanged()
    },
    seen: async (part, at) => seeFeed(db, { sourceId, kind: FEEDS[part], at, guard }),
    troubles: async (reasons) => {
      degraded = reasons.length ? reasons.join('; ').slice(0, MAX_REASON) : undefined
      await inTransaction(db, async (client) => {
        await guard(client)
        await markSource(client, sourceId, degraded ?? null, new Date())
      })
    },
  }
}

const MAX_REASON = 1_000

/** The whole listing is kept once a day; findings carry their own words in between. */
const FIRST_OF_DAY = `
SELECT 1 FROM scan JOIN feed USING (source_id, feed_id) JOIN scan_file f USING (source_id, scan_id) JOIN raw USING (source_id, digest)
WHERE source_id = $1 AND feed.kind = $2 AND f.name <> 'exceptions.json' AND scan.observed_at >= date_trunc('day', $3::timestamptz, 'UTC') LIMIT 1`

function fileOf(name: string, objects: readonly unknown[], parsed: Parsed, keeps: boolean): ScanFile {
  const body = Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
  const digest = hash('sha256', body, 'hex')
  return { name, digest, bytes: body.length, mediaType: 'application/json', parsed, ...(keeps && { body }) }
}

/** A report may speak of namespaces that are stored apart from it: what it says of them is left to them. */
function onlyIn(parsed: Parsed, places: ReadonlySet<string> | undefined): Parsed {
  if (!places) return parsed
  const isIn = ({ namespace }: { namespace: string }) => places.has(namespace)
  if (parsed.results.every(({ subject }) => isIn(subject)) && parsed.subjects.every(isIn)) return parsed
  const results = parsed.results.filter(({ subject }) => isIn(subject))
  return { ...parsed, results, subjects: parsed.subjects.filter(isIn) }
}

function statedIn({ objects, at }: ReadPart): Parsed {
  const parsed = parsePolicyReports([], { now: at })
  const { exceptions, warnings, rejected } = parsePolicyExceptions(objects, { now: at })
  const unread = rejected.map(({ path, reason }) => `exception ${path}: ${reason}`)
  return { ...parsed, exceptions, warnings: [...warnings, ...unread] }
}
