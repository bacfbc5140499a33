import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { LIMITS } from '#lib/domain/limits.ts'
import { ProductError } from '#lib/errors.ts'

const inflate = promisify(gunzip)
const mib = (bytes: number) => `${bytes / 1024 / 1024} MiB`

/** The body of an upload, inflated when it is gzip. Stops reading at the limit; what is larger is refused with the limit named. */
export async function readBody(request: Request): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  const isGzip = /gzip/.test(request.headers.get('content-encoding') ?? '')
  const limit = isGzip ? LIMITS.upload : LIMITS.inflated
  if (declared > limit) throw tooLarge(limit, isGzip)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > limit) throw tooLarge(limit, isGzip)
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks)
  if (!size) throw new ProductError('invalid', 'the body is empty; send the file with --data-binary @FILE')
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body
  if (size > LIMITS.upload) throw tooLarge(LIMITS.upload, true)
  try {
    return await inflate(body, { maxOutputLength: LIMITS.inflated })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(LIMITS.inflated, false)
    throw new ProductError('invalid', `the body is not readable gzip: ${(error as Error).message}`)
  }
}

const tooLarge = (limit: number, isGzip: boolean) =>
  new ProductError('too-large', `the ${isGzip ? 'compressed' : 'inflated'} upload is larger than ${mib(limit)}`)
