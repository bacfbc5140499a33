import { hash } from 'node:crypto'
import type { Db } from '#lib/db/connect.ts'
import type { StatedPolicy } from '#lib/domain/policy.ts'
import { type Format, type Parsed, UnreadableDocument } from '#lib/domain/result.ts'
import { ProductError } from '#lib/errors.ts'
import type { SourceRow } from '#lib/ingest/ensure-source.ts'
import { recordEvents } from '#lib/ingest/record-events.ts'
import { recordPolicies } from '#lib/ingest/record-policies.ts'
import { recordScan } from '#lib/ingest/record-scan.ts'
import type { RecordedScan, Scan, ScanFile } from '#lib/ingest/scan.ts'
import { type ParsedDocument, parseDocument } from './parse-document.ts'

export type IngestDocument = { name: string; bytes: Uint8Array }

export type Ingest = {
  source: SourceRow
  documents: AsyncIterable<IngestDocument> | Iterable<IngestDocument>
  /** What the caller says it is; found by content when absent. */
  format?: Format
  complete: boolean
  observedAt: Date
  receivedAt: Date
  category?: string
  repository?: string
  commit?: string
  ref?: string
  run?: string
  /** Who sent it and by what right; kept with the scan. */
  trust?: Record<string, unknown>
  onDocument?: (report: DocumentReport) => void
}

/** What became of one document. `error` is set when nothing of it could be read. */
export type DocumentReport = {
  name: string
  formats: Format[]
  listed: number
  parsed: number
  rejected: { path: string; reason: string }[]
  ignored: { reason: string; count: number }[]
  warnings: string[]
  error?: string
  /** True when the error is a limit. */
  isTooLarge?: boolean
}

/**
 * Stores documents as one scan of each feed they belong to: reports of a cluster are one feed, its constraints another,
 * each tool and category of a pipeline one more. What cannot be read is reported with its reason and makes the scan
 * partial; what can be read is kept.
 */
export async function ingestDocuments(
  db: Db,
  ingest: Ingest,
): Promise<{ documents: DocumentReport[]; scans: RecordedScan[] }> {
  const reports: DocumentReport[] = []
  const feeds = new Map<string, { feed: Scan['feed']; files: ScanFile[] }>()
  const policies: StatedPolicy[] = []
  for await (const document of ingest.documents) {
    const { report, parts } = read(document, ingest)
    reports.push(report)
    ingest.onDocument?.(report)
    const digest = hash('sha256', document.bytes, 'hex')
    for (const [n, parsed] of parts.entries()) {
      if (parsed.policies) policies.push(...parsed.policies)
      if (isOnlyPolicies(parsed)) continue
      const feed = feedOf(parsed, ingest)
      const key = `${feed.kind}\0${feed.scope}`
      const entry = feeds.get(key) ?? { feed, files: [] }
      entry.files.push({
        name: document.name,
        digest,
        bytes: document.bytes.byteLength,
        parsed,
        mediaType: mediaTypeOf(parsed.format),
        ...(n === 0 && { body: document.bytes }),
      })
      feeds.set(key, entry)
    }
  }
  const unread = reports.filter((report) => report.error).length
  const scans: RecordedScan[] = []
  for (const { feed, files } of feeds.values()) {
    scans.push(
      await recordScan(db, {
        sourceId: ingest.source.id,
        feed,
        observedAt: ingest.observedAt,
        receivedAt: ingest.receivedAt,
        complete: ingest.complete && unread === 0,
        ...(unread && { reason: `${unread} of ${reports.length} documents could not be read` }),
        identity: [ingest.repository, ingest.commit, ingest.ref, ingest.run].map((part) => part ?? '').join('\0'),
        files,
        context: contextOf(ingest, files),
      }),
    )
  }
  const events = [...feeds.values()].flatMap(({ files }) => files.flatMap(({ parsed }) => parsed.events ?? []))
  const isNews = scans.some(({ status, replayed }) => status === 'stored' && !replayed)
  const stated = { sourceId: ingest.source.id, at: ingest.observedAt }
  if (isNews) await recordEvents(db, { ...stated, complete: false, events })
  await recordPolicies(db, { ...stated, complete: false, policies })
  return { documents: reports, scans }
}

/** A document that holds policies and nothing else is no reading of results: it must not look like an empty one. */
const isOnlyPolicies = ({ policies, entries, subjects, rejected }: Parsed): boolean =>
  policies !== undefined && policies.length > 0 && entries + subjects.length + rejected.length === 0

function read({ name, bytes }: IngestDocument, ingest: Ingest): ParsedDocument & { report: DocumentReport } {
  try {
    const { parts } = parseDocument(bytes, {
      now: ingest.observedAt,
      ...(ingest.format && { format: ingest.format }),
      ...(ingest.category && { category: ingest.category }),
    })
    return { parts, report: reportOf(name, parts) }
  } catch (error) {
    if (!(error instanceof UnreadableDocument) && !(error instanceof ProductError)) throw error
    const isTooLarge = error instanceof ProductError && error.code === 'too-large'
    return { parts: [], report: { ...reportOf(name, []), error: error.message, ...(isTooLarge && { isTooLarge }) } }
  }
}

const reportOf = (name: string, parts: Parsed[]): DocumentReport => ({
  name,
  formats: parts.map(({ format }) => format),
  listed: parts.reduce((sum, { listed }) => sum + listed, 0),
  parsed: parts.reduce((sum, { entries }) => sum + entries, 0),
  rejected: parts.flatMap(({ rejected }) => rejected),
  ignored: parts.flatMap(({ ignored }) => ignored),
  warnings: parts.flatMap(({ warnings }) => warnings),
})

/** A pipeline's feed is a tool and category; a week without a run is nothing unusual there. */
function feedOf({ format, tool, context }: Parsed, { category }: Ingest): Scan['feed'] {
  if (format === 'policy-report' || format === 'gatekeeper') return { kind: format, scope: '' }
  const parts = [tool?.name.toLowerCase() ?? format, category ?? context?.category].filter(Boolean)
  return { kind: format, scope: parts.join(':'), expectedEverySeconds: 7 * 86_400 }
}

function contextOf(
  { repository, commit, ref, run, category, trust }: Ingest,
  files: ScanFile[],
): Record<string, unknown> {
  const parsed = files[0]?.parsed
  const said = { ...parsed?.context, repository, commit, ref, run, category, trust }
  return {
    ...(parsed?.tool && { tool: parsed.tool }),
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value)),
  }
}

const mediaTypeOf = (format: Format): string =>
  format === 'sarif' ? 'application/sarif+json' : format === 'junit' ? 'application/xml' : 'application/yaml'
