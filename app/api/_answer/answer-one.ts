import 'server-only'
import { ProductError } from '#lib/errors.ts'
import { answerJson } from './answer-json.ts'
import { chooseMediaType, JSON_TYPE } from './choose-media-type.ts'
import type { Context, OneOperation } from './operation.ts'
import { pickFields } from './pick-fields.ts'
import { readQuery } from './read-query.ts'

type Asked = {
  operation: OneOperation
  context: Context
  path: Record<string, string>
  url: URL
  request: Request
}

/** One thing as JSON; 404 when it is not there, or not for this viewer. */
export async function answerOne({ operation, context, path, url, request }: Asked): Promise<Response> {
  const { query, fields } = readQuery(url.searchParams, operation)
  chooseMediaType(request.headers.get('accept'), [JSON_TYPE])
  const { changesWith, get } = operation.prepare({ query, path })
  return answerJson({
    request,
    url,
    context,
    changesWith,
    body: async () => {
      const found = await get(context)
      if (!found) throw new ProductError('not-found', 'There is nothing of this name, or not for you.')
      const data = pickFields(operation.row, fields ?? Object.keys(operation.row.shape))(found)
      return { json: { data, ...(changesWith?.includes('minute') && { askedAt: context.at }) } }
    },
  })
}
