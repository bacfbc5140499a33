import 'server-only'
import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { readEnv } from '#lib/env.ts'

/**
 * The folder of a bundle, if it lies where the product keeps bundles; undefined when it is elsewhere, as one that the
 * command line wrote with `--out`, or not there any more. Links are followed before the place is judged.
 */
export async function bundlePlace(path: string | null): Promise<string | undefined> {
  if (path === null) return undefined
  try {
    const home = await realpath(join(readEnv().dataDir, 'bundles'))
    const folder = await realpath(path)
    return folder.startsWith(home + sep) ? folder : undefined
  } catch {
    return undefined
  }
}
