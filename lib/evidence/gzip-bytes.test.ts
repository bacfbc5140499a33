import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { gzipBytes } from './gzip-bytes.ts'

async function packed(chunks: Uint8Array[]): Promise<Buffer> {
  const out: Uint8Array[] = []
  for await (const chunk of gzipBytes(each(chunks))) out.push(chunk)
  return Buffer.concat(out)
}

async function* each(chunks: Uint8Array[]) {
  yield* chunks
}

test('what is packed unpacks to the same bytes', async () => {
  const text = Buffer.from('{"a":1}\n'.repeat(100_000))
  assert.ok(gunzipSync(await packed([text.subarray(0, 7), text.subarray(7)])).equals(text))
  assert.equal(gunzipSync(await packed([])).length, 0)
})

test('the header holds no time, no name and no operating system', async () => {
  assert.equal((await packed([Buffer.from('x')])).subarray(0, 10).toString('hex'), '1f8b08000000000000ff')
})

test('an error of the source ends the packing', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('x')
    throw new Error('the source broke')
  }
  const read = async () => {
    for await (const _ of gzipBytes(broken()));
  }
  await assert.rejects(read, /the source broke/)
})
