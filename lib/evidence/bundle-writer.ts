import { createHash } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileEntry } from './bundle-manifest.ts'
import { isBundlePath } from './bundle-path.ts'
import { gzipBytes } from './gzip-bytes.ts'

type Content = string | AsyncIterable<string | Uint8Array>
type FileFacts = Pick<FileEntry, 'role' | 'mediaType' | 'controls' | 'original'> & { executable?: boolean }

/** Writes the files of one bundle, hashing while it writes, and keeps the list of them. */
export type BundleWriter = {
  /** Writes a file. A path that ends in `.gz` is packed on the way; size and hash are of the file as it lies there. */
  add: (path: string, content: Content, facts: FileFacts) => Promise<FileEntry>
  /** Whether there is such a file, or a folder with files in it. */
  has: (path: string) => boolean
  /** Every file so far, by path. */
  entries: () => FileEntry[]
}

const CHUNK = 1 << 16

export function bundleWriter(folder: string): BundleWriter {
  const entries = new Map<string, FileEntry>()
  const folders = new Set<string>()
  return {
    add: async (path, content, { executable, ...facts }) => {
      if (!isBundlePath(path)) throw new Error(`"${path}" is no path of a bundle`)
      if (entries.has(path)) throw new Error(`${path} was written twice`)
      const target = join(folder, path)
      await mkdir(dirname(target), { recursive: true })
      const bytes = toChunks(content)
      const written = await write(target, path.endsWith('.gz') ? gzipBytes(bytes) : bytes, executable ? 0o755 : 0o644)
      const entry = { path, ...written, ...facts }
      entries.set(path, entry)
      folders.add(dirname(path))
      return entry
    },
    has: (path) => entries.has(path) || folders.has(path),
    entries: () => [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  }
}

async function write(target: string, chunks: AsyncIterable<Uint8Array>, mode: number) {
  const file = await open(target, 'wx', mode)
  const hash = createHash('sha256')
  let size = 0
  try {
    for await (const chunk of chunks) {
      hash.update(chunk)
      size += chunk.length
      await file.writeFile(chunk)
    }
    await file.close()
    return { size, sha256: hash.digest('hex') }
  } catch (error) {
    await file.close()
    await rm(target, { force: true })
    throw error
  }
}

/** Gathers small texts into chunks worth a system call. */
async function* toChunks(content: Content): AsyncGenerator<Uint8Array> {
  if (typeof content === 'string') {
    yield Buffer.from(content)
    return
  }
  let text = ''
  for await (const piece of content) {
    if (typeof piece === 'string') text += piece
    if (text && (typeof piece !== 'string' || text.length >= CHUNK)) {
      yield Buffer.from(text)
      text = ''
    }
    if (typeof piece !== 'string') yield piece
  }
  if (text) yield Buffer.from(text)
}
