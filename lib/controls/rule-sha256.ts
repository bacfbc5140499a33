import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

const RULE_FILES = ['derive-state.ts', 'tally.ts']

/** SHA-256 of the text of the state rule, for bundles: the same states need the same rule. */
export async function ruleSha256(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of RULE_FILES) hash.update(await readFile(new URL(file, import.meta.url)))
  return hash.digest('hex')
}
