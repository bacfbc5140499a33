import { z } from 'zod'
import type { BundleRow } from '#lib/queries/bundle-row.ts'

/** What is told of a bundle. Where it lies on the server is not. */
export const BundleRecord = z.object({
  id: z.string(),
  sequence: z.int().describe('Its place in the chain of bundles'),
  kind: z.string(),
  periodStart: z.date(),
  periodEnd: z.date().describe('Not part of the period'),
  state: z.enum(['queued', 'running', 'complete', 'partial', 'failed']),
  progress: z.string().nullable(),
  error: z.string().nullable(),
  missing: z
    .array(
      z.object({
        source: z.string().nullable(),
        feed: z.string().nullable(),
        what: z.string().nullable(),
        from: z.string().nullable(),
        to: z.string().nullable(),
        reason: z.string(),
      }),
    )
    .describe('What it says itself that it lacks: gaps, lists that were cut, omissions'),
  files: z.int().nullable(),
  bytes: z.int().nullable(),
  manifestSha256: z.string().nullable(),
  audit: z
    .object({ id: z.string(), name: z.string() })
    .nullable()
    .describe('The audit whose evidence it holds; null: everything'),
  requestedBy: z.string(),
  requestedAt: z.date(),
  finishedAt: z.date().nullable(),
  download: z.string().nullable().describe('Where the archive is; null until it is made'),
  manifest: z.string().nullable().describe('Where the manifest is; null until it is made'),
})

export function bundleRecord({ path, missing, ...bundle }: BundleRow): z.infer<typeof BundleRecord> {
  const at = path === null ? undefined : `/api/v1/bundles/${bundle.id}`
  return {
    ...bundle,
    missing: missing.map(({ source, feed, what, from, to, reason }) => ({
      source: source ?? null,
      feed: feed ?? null,
      what: what ?? null,
      from: from ?? null,
      to: to ?? null,
      reason,
    })),
    download: at ? `${at}/download` : null,
    manifest: at ? `${at}/manifest` : null,
  }
}
