import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

// No time, no name, operating system "unknown": the same bytes wherever and whenever they are packed.
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
const LEVEL = 6

/** Packs bytes as gzip whose header holds nothing of the machine or the moment. */
export async function* gzipBytes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let checksum = 0
  let size = 0
  async function* measured() {
    for await (const chunk of chunks) {
      checksum = crc32(chunk, checksum)
      size += chunk.length
      yield chunk
    }
  }
  yield HEADER
  const deflate = createDeflateRaw({ level: LEVEL })
  const fed = pipeline(Readable.from(measured(), { objectMode: true }), deflate)
  fed.catch(() => {}) // the loop below meets the same error
  for await (const chunk of deflate) yield chunk
  await fed
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(checksum, 0)
  trailer.writeUInt32LE(size % 2 ** 32, 4)
  yield trailer
}
