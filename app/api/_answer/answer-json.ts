import 'server-only'
import { getDataGeneration } from '#lib/queries/get-data-generation.ts'
import { JSON_TYPE } from './choose-media-type.ts'
import { entityTag, isKnown } from './entity-tag.ts'
import type { ChangesWith, Context } from './operation.ts'

type Asked = {
  request: Request
  url: URL
  context: Context
  changesWith: ChangesWith | undefined
  /** Asked for only when the client does not have it already. */
  body: () => Promise<{ json: unknown; headers?: Record<string, string | undefined> }>
}

/** Answers JSON under the entity tag of what it is made of, or 304 to a client that has it. */
export async function answerJson({ request, url, context, changesWith, body }: Asked): Promise<Response> {
  const headers = new Headers({
    'content-type': `${JSON_TYPE}; charset=utf-8`,
    'cache-control': changesWith ? 'private, no-cache' : 'private, no-store',
    'x-content-type-options': 'nosniff',
    vary: 'Accept, Authorization, Cookie',
  })
  if (changesWith) {
    const parts = changesWith.flatMap((part) => (part === 'minute' ? [] : [part]))
    const generation = await getDataGeneration(context.db, parts)
    const tag = entityTag({ context, generation, changesWith, url, mediaType: JSON_TYPE })
    headers.set('etag', tag)
    if (isKnown(request.headers.get('if-none-match'), tag)) {
      headers.delete('content-type')
      return new Response(null, { status: 304, headers })
    }
  }
  const answer = await body()
  for (const [name, value] of Object.entries(answer.headers ?? {})) if (value !== undefined) headers.set(name, value)
  return new Response(request.method === 'HEAD' ? null : JSON.stringify(answer.json), { headers })
}
