import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { CHECKSUMS, MANIFEST } from './bundle-path.ts'
import { type FoundContents, nameProblem, plainText } from './check-contents.ts'

const MAX_LIST_BYTES = 256 * 1024 * 1024
const MAX_ENTRIES = 2_000_000

type Entry = { size: number; sha256: string; body: Buffer | undefined }

/**
 * Reads a `.tar.gz` of a bundle as a stream: nothing is written to disk, so no entry can lead out of anywhere. One folder
 * around everything is taken off.
 */
export async function readBundleArchive(path: string): Promise<FoundContents> {
  const entries = new Map<string, Entry>()
  const problems: string[] = []
  const archive = extract()
  const read = (async () => {
    for await (const entry of archive) {
      const { type } = entry.header
      const name = entry.header.name.replace(/^(\.\/)+/, '').replace(/\/$/, '')
      const body = await readEntry(entry, /(^|\/)(manifest\.json|SHA256SUMS)$/.test(name))
      if (type === 'directory') continue
      if (type !== 'file') problems.push(`${plainText(name)}: is no plain file`)
      else if (entries.has(name)) problems.push(`${plainText(name)}: is in the archive twice`)
      else if (entries.size < MAX_ENTRIES) entries.set(name, body)
      else throw new Error('it has too many entries')
    }
  })()
  try {
    await Promise.all([pipeline(createReadStream(path), createGunzip(), archive), read])
  } catch (error) {
    problems.push(`the archive cannot be read: ${plainText(error instanceof Error ? error.message : String(error))}`)
  }
  return contents(entries, problems)
}

async function readEntry(chunks: AsyncIterable<unknown>, isKept: boolean): Promise<Entry> {
  const hash = createHash('sha256')
  const kept: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) continue
    hash.update(chunk)
    size += chunk.length
    if (isKept && size <= MAX_LIST_BYTES) kept.push(Buffer.from(chunk))
  }
  return { size, sha256: hash.digest('hex'), body: isKept && size <= MAX_LIST_BYTES ? Buffer.concat(kept) : undefined }
}

function contents(entries: ReadonlyMap<string, Entry>, problems: string[]): FoundContents {
  const around = entries.has(MANIFEST) ? '' : folderAround([...entries.keys()])
  const files: FoundContents['files'] = new Map()
  for (const [name, { size, sha256 }] of entries) {
    const path = name.slice(around.length)
    const problem = nameProblem(path)
    if (problem) problems.push(problem)
    else files.set(path, { size, sha256 })
  }
  const body = (path: string) => entries.get(around + path)?.body
  return { files, problems, manifest: body(MANIFEST), checksums: body(CHECKSUMS) }
}

function folderAround(names: string[]): string {
  const [first = ''] = names
  const folder = first.slice(0, first.indexOf('/') + 1)
  return folder && names.every((name) => name.startsWith(folder)) ? folder : ''
}
