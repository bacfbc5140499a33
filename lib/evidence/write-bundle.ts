import { hash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { uuidOf } from '#lib/domain/subject-key.ts'
import { ProductError } from '#lib/errors.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { BUNDLE_SCHEMA, checksumsText, type Manifest, manifestText } from './bundle-manifest.ts'
import { CHECKSUMS, MANIFEST } from './bundle-path.ts'
import { bundleWindow, type Period } from './bundle-window.ts'
import { type BundleWriter, bundleWriter } from './bundle-writer.ts'
import { exportEvidence } from './export-evidence.ts'
import { readmeText } from './readme-text.ts'
import { withSnapshot } from './snapshot.ts'

export type BundleOptions = {
  period: Period
  /** The folder the bundle becomes. It must not exist, or be empty. */
  out: string
  /** The time of the snapshot, as it is written into the bundle. */
  asOf: Date
  scope: Scope
  kind?: 'monthly' | 'on-demand'
  sequence?: number
  /** Derived from the content when not given. */
  bundleId?: string
  org?: string
  onProgress?: (text: string) => void | Promise<void>
}

export type BundleResult = {
  path: string
  bundleId: string
  manifestSha256: string
  /** Of every file, the manifest included. */
  files: number
  bytes: number
  completeness: Manifest['completeness']
  summary: Manifest['summary']
}

/**
 * Writes the evidence of a period as a bundle, from one snapshot. The same snapshot and options give the same bytes. It is
 * written beside `out` and renamed when whole, the manifest last: a crash leaves nothing under the final name.
 */
export async function writeBundle(db: Db, options: BundleOptions): Promise<BundleResult> {
  const window = bundleWindow(options.period, options.asOf)
  const out = resolve(options.out)
  const folder = await temporaryFolder(out)
  try {
    const writer = bundleWriter(folder)
    const progress = async (text: string) => options.onProgress?.(text)
    const content = await withSnapshot(db, (snapshot) =>
      exportEvidence({ snapshot, writer, window, scope: options.scope, progress }, identity(options)),
    )
    await progress('manifest')
    const head = { ...content, ...identity(options), bundleId: options.bundleId ?? contentId(writer, options) }
    const manifest = await finish(writer, folder, { head, window })
    await moveInto(folder, out)
    return { path: out, ...manifest, bundleId: head.bundleId, completeness: head.completeness, summary: head.summary }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

type Identity = Pick<Manifest, 'sequence' | 'kind' | 'org' | 'generator'>
type Head = Identity & Pick<Manifest, 'bundleId' | 'scope' | 'derivation' | 'mapping' | 'completeness' | 'summary'>

const identity = ({ sequence, kind, org }: BundleOptions): Identity => ({
  sequence: sequence ?? null,
  kind: kind ?? 'on-demand',
  org: org ?? null,
  generator: { name: packageJson.name, version: packageJson.version },
})

/** An id that the same content always gets. */
const contentId = (writer: BundleWriter, { asOf, period, sequence }: BundleOptions): string =>
  uuidOf(JSON.stringify([asOf, period, sequence ?? null, checksumsText(writer.entries())]))

type Finish = { head: Head; window: { start: Date; end: Date; asOf: Date } }

async function finish(writer: BundleWriter, folder: string, { head, window }: Finish) {
  const times = {
    period: { start: window.start.toISOString(), end: window.end.toISOString() },
    asOf: window.asOf.toISOString(),
  }
  await writer.add('README.txt', readmeText({ ...head, ...times }), { role: 'readme', mediaType: 'text/plain' })
  const script = await readFile(new URL('verify.sh', import.meta.url), 'utf8')
  await writer.add('verify.sh', script, { role: 'verify', mediaType: 'application/x-sh', executable: true })
  await writer.add(CHECKSUMS, checksumsText(writer.entries()), { role: 'checksums', mediaType: 'text/plain' })
  const files = writer.entries()
  const manifest: Manifest = {
    schema: BUNDLE_SCHEMA,
    bundleId: head.bundleId,
    sequence: head.sequence,
    kind: head.kind,
    org: head.org,
    scope: head.scope,
    ...times,
    generator: head.generator,
    derivation: head.derivation,
    mapping: head.mapping,
    completeness: head.completeness,
    summary: head.summary,
    previous: null,
    retention: null,
    signatures: [],
    files,
  }
  const text = manifestText(manifest)
  const file = await open(join(folder, MANIFEST), 'wx', 0o644)
  await file.writeFile(text)
  await file.sync()
  await file.close()
  return {
    manifestSha256: hash('sha256', text, 'hex'),
    files: files.length + 1,
    bytes: files.reduce((sum, { size }) => sum + size, Buffer.byteLength(text)),
  }
}

/** A folder of our own beside the final one, so that the last step is a rename. */
async function temporaryFolder(out: string): Promise<string> {
  await mkdir(dirname(out), { recursive: true })
  return mkdtemp(join(dirname(out), `.${basename(out)}.partial-`))
}

async function moveInto(folder: string, out: string): Promise<void> {
  await chmod(folder, 0o755)
  try {
    await rename(folder, out)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR' || code === 'EPERM')
      throw new ProductError(
        'conflict',
        `${out} exists and is not an empty folder; a bundle is never written over another`,
      )
    throw error
  }
}
