import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { ensurePartitions } from '#lib/db/partitions.ts'
import { foldOwners } from '#lib/domain/owner-workload.ts'
import type { Subject } from '#lib/domain/result.ts'
import { uuidOf } from '#lib/domain/subject-key.ts'
import { carryUnmentioned, carryUnproven } from './carry-unseen.ts'
import { foldVerdicts, NO_VERDICT, type SubjectVerdicts } from './fold-verdicts.ts'
import { keepRaw, packRaw } from './keep-raw.ts'
import { type KnownSubject, loadKnown } from './known-state.ts'
import { loadFirst } from './load-first.ts'
import { loadOwners } from './load-owners.ts'
import { type Feed, lockFeed } from './lock-feed.ts'
import { type Move, type Moved, moveFindings } from './move-findings.ts'
import { recordExceptions } from './record-exceptions.ts'
import { isCut, recordListings } from './record-listings.ts'
import { registerChecks } from './register-checks.ts'
import type { Reading, RecordedScan, Scan, Within } from './scan.ts'
import { stage } from './stage.ts'
import { type Survey, survey } from './survey.ts'
import { findScan, unchangedScan, type Written, writeScan } from './write-scan.ts'

const NOTHING_MOVED: Moved = { closed: 0, opened: 0, changed: 0, rowsWritten: 0 }

/**
 * Stores one scan in one transaction: compares each subject's verdicts with what is known by hash, moves only what
 * differs, and writes the scan's own row. The same bytes from the same run are stored once. A scan older than what its
 * feed already holds is kept as `superseded` and moves nothing. One writer a source: the source's row is locked.
 * A scan `within` namespaces knows, compares and closes nothing outside of them.
 */
export async function recordScan(db: Db, scan: Scan): Promise<RecordedScan> {
  const key = keyOf(scan)
  const before = await findScan(db.sql, scan.sourceId, key)
  if (before) return before

  const surveyed = survey(scan.files.map((file) => file.parsed))
  const [packed, checks] = await Promise.all([
    packRaw(scan.files),
    registerChecks(db.sql, surveyed.checks, scan.observedAt),
  ])
  await ensurePartitions(db.sql, scan.observedAt)
  const completeness = completenessOf(scan)

  return inTransaction(db, async (client) => {
    if (scan.canBeReadAgain) await client.query('SET LOCAL synchronous_commit = off')
    const feed = await lockFeed(client, scan)
    await scan.guard?.(client)
    const again = await findScan(client, scan.sourceId, key)
    if (again) return again

    const gen = generationOf(scan, feed)
    const scanId = scan.reading?.scanId ?? randomUUID()
    const rawKept = await keepRaw(client, scan.sourceId, packed, scan.receivedAt)
    const common = { scan, hasPass: surveyed.hasPass, scanId, key, feed, gen, rawKept, ...completeness }
    if (gen <= feed.lastGen)
      return writeScan(client, { ...common, status: 'superseded', stored: 0, moved: NOTHING_MOVED })

    // The server gathers what is known while this folds what is said.
    const [known, folded] = await Promise.all([
      loadKnown(client, scan.sourceId, feed.feedId, scan.within?.namespaces),
      ownerResolver(client, scan, surveyed, feed.feedId).then((ownerOf) =>
        foldVerdicts(surveyed.runs, checks, ownerOf),
      ),
    ])
    if (scan.within) checkPlaces(folded, scan.within)
    const place = { sourceId: scan.sourceId, feedId: feed.feedId }
    if (!completeness.complete) await carryUnmentioned(client, place, folded, known)
    const truncated = scan.files.flatMap((file) => file.parsed.truncated)
    const unproven = await carryUnproven(client, place, folded, truncated, checks)

    let stored = 0
    const changed = []
    for (const verdicts of folded.values()) {
      stored += verdicts.size
      const before = known.get(verdicts.key)
      if (!before || before.gone || before.hash !== verdicts.hash) changed.push(verdicts)
    }
    const gone = completeness.complete ? missing(known, folded) : []

    const evaluated = [...new Set([...surveyed.checks].map(checks.idOf))]
    if (scan.reading) noteIn(scan.reading, scan, surveyed, evaluated)
    let moved = NOTHING_MOVED
    if (changed.length || gone.length) {
      const teamOf = await loadOwners(client, scan.sourceId)
      const staged = {
        changed,
        gone,
        evaluated,
        openedAt: scan.observedAt,
        teamOf,
        fileName: (file: number) => scan.files[file]?.name ?? '',
      }
      const move: Move = {
        ...place,
        scanId,
        at: scan.observedAt,
        gen,
        baseline: feed.lastCompleteAt === null,
        absence: scan.files.some((file) => file.parsed.absence === 'not_evaluated') ? 'not_evaluated' : 'fixed',
        complete: completeness.complete,
        hasReturned: changed.some(({ key }) => isAwaited(known.get(key))),
        // Namespaces name only their own checks: those of the others are evaluated all the same.
        checksComplete:
          !scan.within && scan.files.every(({ parsed }) => parsed.checksComplete ?? parsed.checks.length > 0),
      }
      if (known.size === 0) moved = await loadFirst(client, move, staged)
      else {
        await stage(client, place, staged)
        moved = await moveFindings(client, move)
      }
      await markDirty(client, scan.sourceId, scan.observedAt)
    }
    const exceptionRows = await recordExceptions(
      client,
      { ...place, at: scan.observedAt, complete: scan.exceptionsComplete ?? completeness.complete },
      scan.files.flatMap((file) => file.parsed.exceptions),
    )
    const listings = scan.feed.kind === 'gatekeeper' ? await recordListings(client, place, truncated, checks) : 0
    moved = { ...moved, rowsWritten: moved.rowsWritten + exceptionRows + rawKept + listings }
    const written: Written = {
      ...common,
      status: 'stored',
      stored,
      moved,
      truncated: unproven > 0 || truncated.some(isCut),
    }
    const isUnchanged = scan.isQuiet && completeness.complete && moved.rowsWritten === 0
    const recorded = isUnchanged ? unchangedScan(written) : await writeScan(client, written)
    return { ...recorded, shortOf: completeness.complete ? null : completeness.reason }
  })
}

const keyOf = ({ feed, identity, files }: Scan): string =>
  uuidOf([feed.kind, feed.scope, identity, ...files.map((file) => file.digest).sort()].join('\0'))

/** A reading that says of itself that it is partial, or holds entries nobody could read, may not close by absence. */
function completenessOf({ complete, reason, files }: Scan): { complete: boolean; reason: string | null } {
  const rejected = files.reduce((sum, file) => sum + file.parsed.rejected.length, 0)
  const reasons = [
    ...(complete ? [] : [reason ?? 'not declared complete']),
    ...new Set(files.flatMap((file) => file.parsed.partial ?? [])),
    ...(rejected ? [`${rejected} ${rejected === 1 ? 'entry' : 'entries'} could not be read`] : []),
  ]
  return { complete: complete && reasons.length === 0, reason: reasons.length ? reasons.join('; ') : null }
}

/** The scan's time in ms orders scans of a feed; two that arrive in the same moment keep their order of arrival. */
function generationOf({ observedAt, receivedAt, isNewest }: Scan, feed: Feed): number {
  const gen = observedAt.getTime()
  if (isNewest) return Math.max(gen, feed.lastGen + 1)
  const isNow = Math.abs(receivedAt.getTime() - gen) < 1_000
  return isNow && gen <= feed.lastGen && feed.lastGen - gen < 1_000 ? feed.lastGen + 1 : gen
}

/** Where the cluster's own links are missing, names decide; and then the workloads known from before count as well. */
async function ownerResolver(
  client: PoolClient,
  { sourceId, owners, within }: Scan,
  { runs }: Survey,
  feedId: number,
): Promise<(subject: Subject) => Subject> {
  const subjects = runs.map(({ subject }) => subject)
  if (!subjects.some(({ kind }) => INSTANCE_KINDS.has(kind))) return (subject) => subject
  const { rows: known } = await client.query<Subject>(
    `SELECT api_group AS "group", kind, namespace, name FROM subject_state
     WHERE source_id = $1 AND feed_id = $2 AND gone_at IS NULL AND kind = ANY ($3)
       AND ($4::text[] IS NULL OR namespace = ANY ($4))`,
    [sourceId, feedId, OWNER_KINDS, within?.namespaces ?? null],
  )
  const folding = foldOwners(subjects, { known, ...(owners && { links: owners }) })
  return (subject) => folding.get(subject) ?? subject
}

const INSTANCE_KINDS = new Set(['Pod', 'ReplicaSet', 'Job'])
const OWNER_KINDS = ['Deployment', 'DaemonSet', 'StatefulSet', 'CronJob', 'ReplicationController', 'ReplicaSet', 'Job']

/** Gone, or there without any verdict: a report that was emptied may only be waiting to be filled again. */
const isAwaited = (known: KnownSubject | undefined): boolean =>
  known !== undefined && (known.gone || known.hash === NO_VERDICT)

const missing = (known: Map<string, KnownSubject>, folded: Map<string, unknown>): string[] =>
  [...known].flatMap(([key, { gone }]) => (gone || folded.has(key) ? [] : [key]))

function checkPlaces(folded: Map<string, SubjectVerdicts>, { namespaces }: Within): void {
  const places = new Set(namespaces)
  for (const { subject } of folded.values())
    if (!places.has(subject.namespace))
      throw new Error(`a scan within ${namespaces.join(', ')} speaks of ${subject.namespace}/${subject.name}`)
}

function noteIn(reading: Reading, { files, within }: Scan, { hasPass }: Survey, evaluated: readonly number[]): void {
  for (const namespace of within?.namespaces ?? []) reading.namespaces.add(namespace)
  for (const id of evaluated) reading.checks.add(id)
  reading.hasPass ||= hasPass
  reading.hasResults ||= files.some(({ parsed }) => parsed.results.length > 0)
}

async function markDirty(client: PoolClient, sourceId: number, at: Date): Promise<void> {
  await client.query(
    `INSERT INTO dirty_day (source_id, day) VALUES ($1, ($2::timestamptz AT TIME ZONE 'UTC')::date) ON CONFLICT DO NOTHING`,
    [sourceId, at],
  )
}
