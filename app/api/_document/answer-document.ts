import 'server-only'
import { hash } from 'node:crypto'
import { admit } from '#app/api/_answer/admit.ts'
import { answerError } from '#app/api/_answer/answer-error.ts'
import { isKnown } from '#app/api/_answer/entity-tag.ts'
import { OPERATIONS } from '#app/api/_operations/operations.ts'
import { readEnv } from '#lib/env.ts'
import { makeDocument } from './make-document.ts'

let kept: { text: string; tag: string } | undefined

/** The OpenAPI document, for whoever may ask anything. */
export async function answerDocument(request: Request): Promise<Response> {
  try {
    const viewer = await admit(request, undefined)
    if (viewer instanceof Response) return viewer
    kept ??= made()
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      etag: kept.tag,
    }
    if (isKnown(request.headers.get('if-none-match'), kept.tag)) return new Response(null, { status: 304, headers })
    return new Response(request.method === 'HEAD' ? null : kept.text, { headers })
  } catch (error) {
    return answerError(error)
  }
}

/** Made once: it depends on the program and its address alone. */
function made() {
  const text = JSON.stringify(makeDocument(OPERATIONS, readEnv().baseUrl))
  return { text, tag: `"${hash('sha256', text, 'base64url').slice(0, 27)}"` }
}
