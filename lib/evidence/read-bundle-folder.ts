import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ProductError } from '#lib/errors.ts'
import { CHECKSUMS, MANIFEST } from './bundle-path.ts'
import { type FoundContents, nameProblem } from './check-contents.ts'

const MAX_LIST_BYTES = 256 * 1024 * 1024
const MAX_DEPTH = 16

/** Reads every file of a folder, following no link: what is no plain file is a problem, and is not opened. */
export async function readBundleFolder(folder: string): Promise<FoundContents> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new ProductError('invalid', `${folder} is no folder`)
  const found: FoundContents = { files: new Map(), manifest: undefined, checksums: undefined, problems: [] }
  await readFolder(folder, '', 0, found)
  return found
}

async function readFolder(root: string, under: string, depth: number, found: FoundContents): Promise<void> {
  const entries = await readdir(join(root, under), { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = under ? `${under}/${entry.name}` : entry.name
    const problem = nameProblem(path)
    if (problem) found.problems.push(problem)
    else if (entry.isDirectory() && depth < MAX_DEPTH) await readFolder(root, path, depth + 1, found)
    else if (entry.isFile()) await readFile(root, path, found)
    else found.problems.push(`${path}: is no plain file`)
  }
}

async function readFile(root: string, path: string, found: FoundContents): Promise<void> {
  const file = await open(join(root, path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    const hash = createHash('sha256')
    const kept: Buffer[] = []
    const isList = path === MANIFEST || path === CHECKSUMS
    let size = 0
    for await (const chunk of file.createReadStream({ autoClose: false, highWaterMark: 1 << 20 })) {
      if (!Buffer.isBuffer(chunk)) continue
      hash.update(chunk)
      size += chunk.length
      if (isList && size <= MAX_LIST_BYTES) kept.push(chunk)
    }
    found.files.set(path, { size, sha256: hash.digest('hex') })
    if (isList && size > MAX_LIST_BYTES) found.problems.push(`${path}: is larger than any bundle has`)
    else if (path === MANIFEST) found.manifest = Buffer.concat(kept)
    else if (path === CHECKSUMS) found.checksums = Buffer.concat(kept)
  } finally {
    await file.close()
  }
}
