import { z } from 'zod'

/** What a bundle names as missing: a gap, a list that was cut, an omission. Only what is shown is asked for. */
const Missing = z.looseObject({
  source: z.string().optional(),
  feed: z.string().nullish(),
  what: z.string().optional(),
  from: z.string().nullish(),
  to: z.string().nullish(),
  reason: z.string(),
})
export type BundleMissing = z.infer<typeof Missing>

export const BundleRow = z.object({
  id: z.string(),
  sequence: z.number(),
  kind: z.string(),
  periodStart: z.date(),
  periodEnd: z.date(),
  state: z.enum(['queued', 'running', 'complete', 'partial', 'failed']),
  progress: z.string().nullable(),
  error: z.string().nullable(),
  path: z.string().nullable(),
  files: z.number().nullable(),
  bytes: z.number().nullable(),
  manifestSha256: z.string().nullable(),
  missing: z.array(Missing),
  requestedBy: z.string(),
  requestedAt: z.date(),
  finishedAt: z.date().nullable(),
  /** The audit whose evidence it holds; null: everything. */
  audit: z.object({ id: z.string(), name: z.string() }).nullable(),
})
export type BundleRow = z.infer<typeof BundleRow>

export const BUNDLE_COLUMNS = `id, sequence, kind, period_start AS "periodStart", period_end AS "periodEnd", state, progress, error,
  path, files, bytes, manifest_sha256 AS "manifestSha256",
  gaps || coalesce(summary -> 'truncations', '[]') || coalesce(summary -> 'omissions', '[]') AS missing, requested_by AS "requestedBy", requested_at AS "requestedAt",
  finished_at AS "finishedAt",
  (SELECT jsonb_build_object('id', a.id, 'name', a.name) FROM audit a WHERE a.id = audit_id) AS audit`
