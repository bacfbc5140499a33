import { stat } from 'node:fs/promises'
import { checkContents, type Verification } from './check-contents.ts'
import { readBundleArchive } from './read-bundle-archive.ts'
import { readBundleFolder } from './read-bundle-folder.ts'

/**
 * Verifies a bundle, a folder or a `.tar.gz` of one: every file by size and SHA-256 as the manifest lists it, nothing
 * added, nothing missing, no links; then whether the bundle itself says that something is missing. Needs no database.
 */
export async function verifyBundle(path: string): Promise<Verification> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
  return checkContents(isFile ? await readBundleArchive(path) : await readBundleFolder(path))
}
