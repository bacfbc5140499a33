import { z } from 'zod'
import { checksumsText, type FileEntry, type Gap, Manifest, type Omission, type Truncation } from './bundle-manifest.ts'
import { CHECKSUMS, isBundlePath, MANIFEST } from './bundle-path.ts'

/** What lies in a bundle, as a folder or an archive showed it. */
export type FoundContents = {
  files: Map<string, { size: number; sha256: string }>
  manifest: Buffer | undefined
  checksums: Buffer | undefined
  /** What was wrong before any comparison: links, names, an archive that breaks off. */
  problems: string[]
}

export type Verification = {
  /** 0 intact and complete, 1 not as the manifest says, 3 intact but partial. */
  exit: 0 | 1 | 3
  problems: string[]
  gaps: Gap[]
  truncations: Truncation[]
  omissions: Omission[]
  files: number
  bytes: number
  manifestSha256: string | null
  bundle: Pick<Manifest, 'bundleId' | 'sequence' | 'period' | 'asOf'> | null
}

/** Compares what was found with the manifest, which is the only list that counts. */
export function checkContents(found: FoundContents): Verification {
  const manifest = readManifest(found.manifest)
  const problems = [...found.problems]
  if (typeof manifest === 'string') problems.push(manifest)
  else problems.push(...listProblems(found, manifest.files))
  const files = [...found.files.values()]
  const about = typeof manifest === 'string' ? undefined : manifest
  const { gaps = [], truncations = [], omissions = [], status } = about?.completeness ?? {}
  return {
    exit: problems.length ? 1 : status === 'complete' ? 0 : 3,
    problems,
    gaps,
    truncations,
    omissions,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    manifestSha256: found.files.get(MANIFEST)?.sha256 ?? null,
    bundle: about
      ? { bundleId: about.bundleId, sequence: about.sequence, period: about.period, asOf: about.asOf }
      : null,
  }
}

function readManifest(bytes: Buffer | undefined): Manifest | string {
  if (!bytes) return `${MANIFEST}: missing`
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch {
    return `${MANIFEST}: is not JSON`
  }
  const parsed = Manifest.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = issue?.path.map(String).join('.')
  return `${MANIFEST}: ${plainText(place ? `${place}: ${issue?.message}` : (issue?.message ?? z.prettifyError(parsed.error)))}`
}

function listProblems({ files, checksums }: FoundContents, listed: FileEntry[]): string[] {
  const problems: string[] = []
  const paths = new Set<string>()
  for (const { path, size, sha256 } of listed) {
    if (paths.has(path)) problems.push(`${path}: listed twice in ${MANIFEST}`)
    paths.add(path)
    const file = files.get(path)
    if (!file) problems.push(`${path}: missing`)
    else if (file.size !== size) problems.push(`${path}: has ${file.size} bytes, not ${size}`)
    else if (file.sha256 !== sha256) problems.push(`${path}: changed`)
  }
  for (const path of files.keys())
    if (path !== MANIFEST && !paths.has(path)) problems.push(`${plainText(path)}: is not in ${MANIFEST}`)
  if (!paths.has(CHECKSUMS)) problems.push(`${CHECKSUMS}: is not in ${MANIFEST}`)
  const expected = checksumsText(listed.filter(({ path }) => path !== CHECKSUMS))
  if (checksums?.toString('utf8') !== expected) problems.push(`${CHECKSUMS}: does not agree with ${MANIFEST}`)
  return problems
}

const MAX_SHOWN = 600

/** Text from a bundle, fit for a terminal: whatever is not plain is written as its code. */
export const plainText = (text: string): string =>
  text.slice(0, MAX_SHOWN).replace(/[^\x20-\x7e]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`)

/** Whether a name that was found may stand in a bundle; if not, it is a problem and its file is not opened. */
export function nameProblem(path: string): string | undefined {
  return isBundlePath(path) ? undefined : `${plainText(path)}: is no name of a bundle`
}
