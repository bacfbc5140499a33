import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Pack, pack } from 'tar-stream'
import { Manifest } from './bundle-manifest.ts'
import { MANIFEST } from './bundle-path.ts'
import { gzipBytes } from './gzip-bytes.ts'

/** A bundle's folder as a `.tar.gz` stream: the listed files in order, then the manifest. The same folder gives the same bytes. */
export async function packBundle(folder: string, name = basename(folder)): Promise<Readable> {
  const text = await readFile(join(folder, MANIFEST))
  const { files, asOf } = Manifest.parse(JSON.parse(text.toString('utf8')))
  const archive = pack()
  const feed = async () => {
    const facts = { mtime: new Date(asOf), uid: 0, gid: 0, uname: '', gname: '' }
    for (const { path, size, role } of files)
      await addFile(archive, join(folder, path), {
        ...facts,
        name: `${name}/${path}`,
        size,
        mode: role === 'verify' ? 0o755 : 0o644,
      })
    archive.entry({ ...facts, name: `${name}/${MANIFEST}`, mode: 0o644 }, text)
    archive.finalize()
  }
  feed().catch((error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))))
  return Readable.from(gzipBytes(bytesOf(archive)), { objectMode: false })
}

async function* bytesOf(archive: Pack): AsyncGenerator<Uint8Array> {
  for await (const chunk of archive) if (chunk instanceof Uint8Array) yield chunk
}

type Header = { name: string; size: number; mode: number; mtime: Date; uid: number; gid: number }

async function addFile(archive: Pack, path: string, header: Header): Promise<void> {
  const entry = archive.entry(header)
  await pipeline(createReadStream(path), entry)
}
