import { hash } from 'node:crypto'
import type { Db } from '#lib/db/connect.ts'
import type { Check, Parsed, Result, StatedException, Subject } from '#lib/domain/result.ts'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import { recordScan } from '#lib/ingest/record-scan.ts'
import type { RecordedScan } from '#lib/ingest/scan.ts'

type Given = Partial<Omit<Result, 'check' | 'subject'>> & { check: Check; subject: Subject; outcome: Result['outcome'] }

type Recording = {
  source: string
  kind?: 'cluster' | 'pipeline'
  environment?: string
  at: Date
  results: Given[]
  exceptions?: StatedException[]
  complete?: boolean
  reason?: string
  body?: Uint8Array
  file?: string
  mediaType?: string
}

/** A check of the engine kyverno, high unless said otherwise. */
export const testCheck = (policy: string, severity: Check['severity'] = 'high', title?: string): Check => ({
  engine: 'kyverno',
  policy,
  rule: '',
  severity,
  ...(title && { title }),
})

export const testSubject = (name: string, namespace = 'shop', kind = 'Deployment'): Subject => ({
  group: kind === 'Deployment' ? 'apps' : '',
  kind,
  namespace,
  name,
})

/** Stores made-up results through the real ingest, as one scan of a source that is made on first use. */
export async function recordResults(db: Db, recording: Recording): Promise<RecordedScan> {
  const { at, kind = 'cluster', environment, results: given, exceptions = [], body } = recording
  const source = await ensureSource(db.sql, {
    name: recording.source,
    kind,
    ...(environment && { environment }),
    ...(kind === 'pipeline' && { repository: recording.source }),
    now: at,
  })
  const results = given.map(
    (result): Result => ({
      part: '',
      severity: result.check.severity ?? 'unknown',
      message: '',
      exceptions: [],
      entry: 0,
      pointer: '',
      ...result,
    }),
  )
  const format = kind === 'cluster' ? 'policy-report' : 'sarif'
  const parsed: Parsed = {
    format,
    listed: results.length,
    entries: results.length,
    results,
    rejected: [],
    ignored: [],
    warnings: [],
    checks: [],
    subjects: [],
    exceptions,
    truncated: [],
    absence: 'not_evaluated',
  }
  const bytes = body ?? Buffer.from(JSON.stringify([at, results]))
  return recordScan(db, {
    sourceId: source.id,
    feed: { kind: format, scope: '' },
    observedAt: at,
    receivedAt: at,
    complete: recording.complete ?? true,
    ...(recording.reason && { reason: recording.reason }),
    identity: at.toISOString(),
    files: [
      {
        name: recording.file ?? 'report.json',
        digest: hash('sha256', bytes, 'hex'),
        bytes: bytes.length,
        mediaType: recording.mediaType ?? 'application/json',
        body: bytes,
        parsed,
      },
    ],
  })
}
