import { causeOf, closeReasonOf, EVENTS } from '#lib/domain/closing.ts'
import { statusOf } from '#lib/domain/outcome.ts'
import { severityOf } from '#lib/domain/severity.ts'
import type { Day } from '#lib/metrics/day.ts'
import { type BundleExport, type CheckName, sourceIds, teamIds } from './bundle-export.ts'
import type { BundleSource } from './bundle-sources.ts'
import { KeyedRows, type SourceDay } from './keyed-rows.ts'
import { rawPath } from './raw-path.ts'
import {
  CHANGES,
  CHECK_DAYS,
  type CheckRow,
  type EventRow,
  FILES,
  type FileRow,
  OPEN,
  type OpenRow,
  REJECTED,
  type RejectedRow,
  SCANS,
  type ScanRow,
} from './result-questions.ts'

export type WrittenResults = {
  /** How many changes were written for a source day. */
  changes: (key: SourceDay) => number
  openFindings: number
}

export const resultsPath = ({ folder }: BundleSource, day: Day): string => `results/${folder}/${day}.ndjson.gz`

const NONE: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
}

/**
 * Writes one file for each source day that has anything to tell: its scans with the documents they read, the counts by
 * check, every change, and on the last day all that is open. Rows come in one pass over each table.
 */
export async function writeResults(work: BundleExport): Promise<WrittenResults> {
  const { snapshot, writer, window, sources, isTeamLimited } = work
  const bounds = [sourceIds(work), window.start, window.cutoff]
  const days = [sourceIds(work), window.days[0], window.lastDay]
  const scans = new KeyedRows(snapshot.stream<ScanRow>(SCANS, bounds))
  const files = new KeyedRows(isTeamLimited ? NONE : snapshot.stream<FileRow>(FILES, bounds))
  const rejected = new KeyedRows(isTeamLimited ? NONE : snapshot.stream<RejectedRow>(REJECTED, bounds))
  const checks = new KeyedRows(isTeamLimited ? NONE : snapshot.stream<CheckRow>(CHECK_DAYS, days))
  const changes = new KeyedRows(snapshot.stream<EventRow>(CHANGES, [...bounds, teamIds(work)]))
  const open = new KeyedRows(
    snapshot.stream<OpenRow>(OPEN, [sourceIds(work), window.cutoff, window.lastDay, teamIds(work)]),
  )
  const all = [scans, files, rejected, checks, changes, open]
  const counted = new Map<string, number>()
  let openFindings = 0

  async function* records(source: BundleSource, key: SourceDay) {
    for await (const row of scans.take(key)) yield line(scanRecord(row, isTeamLimited))
    for await (const row of files.take(key)) yield line(fileRecord(source, row))
    for await (const { scan, file, path, reason } of rejected.take(key))
      yield line({ record: 'rejected', scan, file, path, reason })
    for await (const row of checks.take(key)) yield line(checkRecord(work, row))
    let written = 0
    for await (const row of changes.take(key)) {
      written++
      yield line(changeRecord(work, row))
    }
    counted.set(keyText(key), written)
    for await (const row of open.take(key)) {
      openFindings++
      yield line(openRecord(work, row))
    }
  }

  for (const [index, source] of sources.entries()) {
    await work.progress(`results of ${source.name} (${index + 1} of ${sources.length})`)
    for (const day of window.days) {
      const key = { sourceId: source.id, day }
      let isThere = false
      for (const rows of all) isThere = (await rows.has(key)) || isThere
      if (isThere)
        await writer.add(resultsPath(source, day), records(source, key), {
          role: 'results',
          mediaType: 'application/x-ndjson',
        })
    }
  }
  for (const rows of all) await rows.assertDone()
  return { changes: (key) => counted.get(keyText(key)) ?? 0, openFindings }
}

const keyText = ({ sourceId, day }: SourceDay) => `${sourceId} ${day}`
const line = (record: Record<string, unknown>): string => `${JSON.stringify(record)}\n`
const feedText = (kind: string | null, scope: string | null) => (scope ? `${kind}/${scope}` : kind)

/** What a scan says of itself may name objects of any team. */
const scanRecord = ({ sourceId: _, day: __, feed, feedScope, context, ...row }: ScanRow, isTeamLimited: boolean) => ({
  record: 'scan',
  feed: feedText(feed, feedScope),
  ...row,
  ...(isTeamLimited ? { reason: null } : { context }),
})

const fileRecord = (source: BundleSource, { scan, name, sha256, bytes, mediaType }: FileRow) => ({
  record: 'file',
  scan,
  name,
  bytes,
  sha256,
  path: sha256 && mediaType !== null ? rawPath(source, { sha256, bytes, mediaType }) : null,
})

const checkRecord = (work: BundleExport, { checkId, sourceId: _, day: __, ...counts }: CheckRow) => ({
  record: 'check',
  check: checkOf(work, checkId),
  ...counts,
})

function changeRecord(work: BundleExport, row: EventRow) {
  const { status, severity, reason } = row.detail ?? {}
  return {
    record: 'change',
    at: row.at,
    change: EVENTS[row.event] ?? `event ${row.event}`,
    feed: feedText(row.feed, row.feedScope),
    subject: subjectOf(row),
    check: checkOf(work, row.checkId),
    part: row.part,
    episode: row.episode,
    ...(typeof status === 'number' && { status: statusOf(status) }),
    ...(typeof severity === 'number' && { severity: severityOf(severity) }),
    ...(typeof reason === 'number' && { reason: closeReasonOf(reason) }),
    scan: row.scan,
  }
}

const openRecord = (work: BundleExport, row: OpenRow) => ({
  record: 'open',
  feed: feedText(row.feed, row.feedScope),
  subject: subjectOf(row),
  check: checkOf(work, row.checkId),
  part: row.part,
  episode: row.episode,
  status: statusOf(row.status),
  severity: severityOf(row.severity),
  cause: causeOf(row.cause),
  team: row.team,
  openedAt: row.openedAt,
  dueAt: row.dueAt,
  scan: row.scan,
  message: row.message,
})

/** A subject whose record is gone keeps its place with null names: the row is not dropped. */
const subjectOf = ({ group, kind, namespace, name }: EventRow | OpenRow) => ({ group, kind, namespace, name })

function checkOf({ checks }: BundleExport, id: number): Omit<CheckName, 'title'> {
  const { engine, policy, rule } = checks.get(id) ?? { engine: 'unknown', policy: `check ${id}`, rule: '' }
  return { engine, policy, rule }
}
