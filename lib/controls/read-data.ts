import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/** A catalogue file of the product, checked against its schema, with the SHA-256 of its bytes as its version. */
export async function readData<T>(name: string, schema: z.ZodType<T>): Promise<{ data: T; sha256: string }> {
  const { text, sha256 } = await readText(name)
  const parsed = schema.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(`lib/controls/data/${name}.json: ${z.prettifyError(parsed.error)}`)
  return { data: parsed.data, sha256 }
}

/** The version of a catalogue file without parsing it. */
export const readDataVersion = async (name: string): Promise<string> => (await readText(name)).sha256

async function readText(name: string): Promise<{ text: string; sha256: string }> {
  const bytes = await readFile(new URL(`data/${name}.json`, import.meta.url))
  return { text: bytes.toString('utf8'), sha256: createHash('sha256').update(bytes).digest('hex') }
}
