import { hash } from 'node:crypto'
import type { Logger } from 'pino'
import { recordNamespaces } from '#lib/commands/record-namespaces.ts'
import type { Db } from '#lib/db/connect.ts'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import { recordEvents } from '#lib/ingest/record-events.ts'
import { recordPolicies } from '#lib/ingest/record-policies.ts'
import { recordScan } from '#lib/ingest/record-scan.ts'
import type { RecordedScan, Scan } from '#lib/ingest/scan.ts'
import { openApiClient } from '#lib/sources/cluster/api-client.ts'
import { type ClusterSnapshot, PARTS } from '#lib/sources/cluster/cluster-snapshot.ts'
import { readKubeconfig } from '#lib/sources/cluster/kubeconfig.ts'
import { partCompleteness } from '#lib/sources/cluster/part-completeness.ts'
import { policiesOfCluster } from '#lib/sources/cluster/policies-of-cluster.ts'
import { readCluster } from '#lib/sources/cluster/read-cluster.ts'
import { generatedFrom } from '#lib/sources/gatekeeper/generated-policies.ts'
import { parseConstraints } from '#lib/sources/gatekeeper/parse.ts'
import { parsePolicyExceptions } from '#lib/sources/policy-exception/parse.ts'
import { parsePolicyReports } from '#lib/sources/policy-report/parse.ts'
import { POLL_MINUTES } from '../schedule.ts'

type Sync = { db: Db; kubeconfig: string | undefined; context: string; now: Date; signal: AbortSignal; log: Logger }

/**
 * Reads one cluster and stores what it says: a scan of its reports, one of its constraints. A kind that could not be
 * listed whole makes its scan partial, closes nothing, and marks the source degraded with the reason.
 */
export async function syncCluster({ db, kubeconfig, context, now, signal, log }: Sync): Promise<RecordedScan[]> {
  const access = readKubeconfig(kubeconfig).contexts.find((found) => found.context === context)
  if (!access) throw new Error(`KUBECONFIG has no context ${context} any more`)
  const source = await ensureSource(db.sql, { name: context, kind: 'cluster', now })
  const client = openApiClient(access)
  try {
    const snapshot = await readCluster(client, { signal })
    if (partCompleteness(snapshot.kinds, 'namespaces').complete)
      await recordNamespaces(db, source.id, snapshot.namespaces, now)
    const scans: RecordedScan[] = []
    const { warnings, ...stated } = policiesOfCluster(snapshot)
    for (const scan of await scansOf(db, source.id, snapshot, { warnings, now })) {
      const recorded = await recordScan(db, scan)
      scans.push(recorded)
      if (scan.feed.kind === 'policy-report' && recorded.status === 'stored') await recordEvents(db, eventsOf(scan))
    }
    await recordPolicies(db, { sourceId: source.id, at: now, ...stated })
    log.info(
      { context, scans: scans.map(({ opened, closed, listed }) => ({ opened, closed, listed })) },
      'cluster read',
    )
    return scans
  } catch (error) {
    await markDegraded(db, source.id, error, now)
    throw error
  } finally {
    await client.close()
  }
}

/** A feed a kind: none where the cluster has nothing of the kind and never had; partial where it had and serves it no more. */
async function scansOf(
  db: Db,
  sourceId: number,
  snapshot: ClusterSnapshot,
  { warnings, now }: { warnings: readonly string[]; now: Date },
): Promise<Scan[]> {
  const reports = parsePolicyReports(snapshot.reports, { now, isGenerated: generatedFrom(snapshot.constraints) })
  const stated = parsePolicyExceptions(snapshot.exceptions, { now })
  reports.exceptions.push(...stated.exceptions)
  reports.warnings.push(
    ...stated.warnings,
    ...warnings,
    ...stated.rejected.map(({ path, reason }) => `exception ${path}: ${reason}`),
  )
  const feeds = [
    { kind: 'policy-report', part: 'reports', objects: snapshot.reports, parsed: reports },
    {
      kind: 'gatekeeper',
      part: 'constraints',
      objects: snapshot.constraints,
      parsed: parseConstraints(snapshot.constraints, { now }),
    },
  ] as const
  const trouble = PARTS.flatMap((part) => partCompleteness(snapshot.kinds, part).reasons)
  const exceptionsComplete = partCompleteness(snapshot.kinds, 'exceptions').complete
  const scans: Scan[] = []
  for (const { kind, part, objects, parsed } of feeds) {
    const { complete, isServed, reasons } = partCompleteness(snapshot.kinds, part)
    if (!isServed && complete && !(await knows(db, sourceId, kind))) continue
    const whole = complete && isServed
    const body = Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
    const keep = whole && (await isFirstOfDay(db, sourceId, kind, now))
    scans.push({
      sourceId,
      feed: { kind, scope: '', expectedEverySeconds: POLL_MINUTES * 60 },
      observedAt: now,
      receivedAt: now,
      complete: whole,
      canBeReadAgain: true,
      ...(!whole && { reason: isServed ? reasons.join('; ') : `the cluster serves no ${part} any more` }),
      ...(trouble.length && { degraded: trouble.join('; ') }),
      exceptionsComplete: kind === 'policy-report' ? exceptionsComplete : whole,
      identity: now.toISOString(),
      owners: snapshot.owners,
      context: { kinds: snapshot.kinds },
      files: [
        {
          name: `${part}.json`,
          digest: hash('sha256', body, 'hex'),
          bytes: body.length,
          mediaType: 'application/json',
          parsed,
          ...(keep && { body }),
        },
      ],
    })
  }
  return scans
}

/** The whole listing is kept once a day; findings carry their own words in between. */
async function isFirstOfDay(db: Db, sourceId: number, kind: string, now: Date): Promise<boolean> {
  const { rowCount } = await db.sql.query(
    `SELECT 1 FROM scan JOIN feed USING (source_id, feed_id) JOIN scan_file USING (source_id, scan_id) JOIN raw USING (source_id, digest)
     WHERE source_id = $1 AND feed.kind = $2 AND scan.complete AND scan.observed_at >= date_trunc('day', $3::timestamptz, 'UTC') LIMIT 1`,
    [sourceId, kind, now],
  )
  return !rowCount
}

async function knows(db: Db, sourceId: number, kind: string): Promise<boolean> {
  const { rowCount } = await db.sql.query('SELECT 1 FROM feed WHERE source_id = $1 AND kind = $2', [sourceId, kind])
  return Boolean(rowCount)
}

const eventsOf = ({ sourceId, observedAt: at, complete, files, owners }: Scan) => ({
  sourceId,
  at,
  complete,
  events: files.flatMap(({ parsed }) => parsed.events ?? []),
  ...(owners && { owners }),
})

async function markDegraded(db: Db, sourceId: number, error: unknown, now: Date): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error)
  await db.sql.query(`UPDATE source SET status = 'degraded', status_reason = $2, status_at = $3 WHERE id = $1`, [
    sourceId,
    reason.slice(0, 1_000),
    now,
  ])
}
