import { z } from 'zod'
import { isBundlePath, MANIFEST } from './bundle-path.ts'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const Time = z.iso.datetime()
const Size = z.number().int().nonnegative()

/** A stretch of time that a source should have covered and did not. `feed` is null when it is about the whole source. */
export const Gap = z.strictObject({
  source: z.string(),
  feed: z.string().nullable(),
  from: Time,
  to: Time,
  reason: z.string(),
  controlsAffected: z.array(z.string()),
})
export type Gap = z.infer<typeof Gap>

/** A feed whose producer shows only part of what it found. */
const Truncation = z.strictObject({
  source: z.string(),
  feed: z.string(),
  reason: z.string(),
  controlsAffected: z.array(z.string()),
})
export type Truncation = z.infer<typeof Truncation>

/** What belongs to the period and is not in the bundle. */
const Omission = z.strictObject({
  what: z.string(),
  from: Time.nullable(),
  to: Time.nullable(),
  reason: z.string(),
})
export type Omission = z.infer<typeof Omission>

const FileEntry = z.strictObject({
  path: z
    .string()
    .refine(isBundlePath, 'is no path of a bundle')
    .refine((path) => path !== MANIFEST && !path.startsWith('signatures/'), 'is never listed'),
  size: Size,
  sha256: Sha256,
  mediaType: z.string(),
  role: z.string(),
  controls: z.array(z.string()).optional(),
  /** What was packed, when the file is a packed copy of something received. */
  original: z.strictObject({ sha256: Sha256, size: Size }).optional(),
})
export type FileEntry = z.infer<typeof FileEntry>

const Completeness = z
  .strictObject({
    status: z.enum(['complete', 'partial']),
    gaps: z.array(Gap),
    truncations: z.array(Truncation),
    omissions: z.array(Omission),
    redactions: z.array(z.strictObject({ rule: z.string(), files: z.number().int(), fields: z.number().int() })),
  })
  .refine(
    ({ status, gaps, truncations, omissions }) =>
      (status === 'complete') === (gaps.length + truncations.length + omissions.length === 0),
    'says complete beside something that is missing, or partial without naming anything',
  )

const Share = z.strictObject({ numerator: z.number().int(), denominator: z.number().int() })
const Counts = z.strictObject({
  pass: z.number().int(),
  passWithExceptions: z.number().int(),
  partial: z.number().int(),
  fail: z.number().int(),
  notAssessed: z.number().int(),
  inherited: z.number().int(),
  notApplicable: z.number().int(),
})

/** States of the controls at the end of what the bundle covers; `pass` counts those with exceptions too. */
export const Summary = z.strictObject({
  controls: z.array(
    z.strictObject({
      environment: z.string(),
      framework: z.string(),
      counts: Counts,
      coverage: Share,
      conformance: Share.extend({ withExceptions: z.number().int() }),
    }),
  ),
  sources: z.number().int(),
  openFindings: z.number().int(),
})
export type Summary = z.infer<typeof Summary>

export const BUNDLE_SCHEMA = 'urn:muniment:evidence-bundle:v1'

/** The one list that says what a bundle holds. Keys that are empty here are kept for signatures, chain and locks. */
export const Manifest = z.strictObject({
  schema: z.literal(BUNDLE_SCHEMA),
  bundleId: z.guid(),
  sequence: z.number().int().positive().nullable(),
  kind: z.enum(['monthly', 'on-demand']),
  org: z.string().nullable(),
  scope: z.string(),
  period: z.strictObject({ start: Time, end: Time }),
  asOf: Time,
  generator: z.strictObject({ name: z.string(), version: z.string() }),
  derivation: z.strictObject({ version: z.string(), sha256: Sha256 }),
  mapping: z.strictObject({ version: z.string(), sha256: Sha256 }),
  completeness: Completeness,
  summary: Summary,
  previous: z.null(),
  retention: z.null(),
  signatures: z.array(z.never()),
  files: z.array(FileEntry),
})
export type Manifest = z.infer<typeof Manifest>

/** One top-level key and one file a line, so that the list can be read without a JSON parser. */
export function manifestText({ files, ...head }: Manifest): string {
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  const entries = files.map((entry) => `    ${JSON.stringify(entry)}`)
  return `{\n${lines.join(',\n')},\n  "files": [\n${entries.join(',\n')}\n  ]\n}\n`
}

/** The text of SHA256SUMS for these files, in the format of GNU coreutils. */
export const checksumsText = (files: readonly Pick<FileEntry, 'path' | 'sha256'>[]): string =>
  files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('')
