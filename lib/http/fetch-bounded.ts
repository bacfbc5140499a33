import { ProductError } from '#lib/errors.ts'

const FETCH_MS = 5_000
const MAX_BYTES = 256 * 1024

/** Asks a server that an administrator named: follows no redirect, waits five seconds, reads 256 KiB. */
export async function fetchBounded(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const { origin } = new URL(url)
  const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(FETCH_MS) }).catch(
    (error: unknown) => {
      throw new ProductError('unavailable', `${origin} does not answer`, { cause: error })
    },
  )
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_BYTES) throw new ProductError('unavailable', `${origin} answers with too much`)
    chunks.push(chunk)
  }
  const body = answer.status === 204 || answer.status === 304 ? null : Buffer.concat(chunks)
  return new Response(body, { status: answer.status, headers: answer.headers })
}
