import 'server-only'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { answerJson } from './answer-json.ts'
import { CSV_TYPE, chooseMediaType, JSON_TYPE, NDJSON_TYPE } from './choose-media-type.ts'
import type { Context, ListOperation } from './operation.ts'
import { pageLinks } from './page-links.ts'
import { pickFields } from './pick-fields.ts'
import { type Format, readQuery } from './read-query.ts'
import { streamList } from './stream-list.ts'

type Asked = {
  operation: ListOperation
  context: Context
  path: Record<string, string>
  url: URL
  request: Request
}

const STREAMED: Record<string, Format> = { [CSV_TYPE]: 'csv', [NDJSON_TYPE]: 'ndjson' }

/** A page of a list as JSON; the whole list as a file for `format`, and for `Accept` of CSV or NDJSON. */
export async function answerList({ operation, context, path, url, request }: Asked): Promise<Response> {
  const { query, fields, format } = readQuery(url.searchParams, operation)
  const list = operation.prepare({ query, path })
  const names = fields ?? Object.keys(operation.row.shape)
  const streamed =
    format ?? STREAMED[chooseMediaType(request.headers.get('accept'), [JSON_TYPE, CSV_TYPE, NDJSON_TYPE])]
  if (streamed) return streamList({ operation, context, page: list.page, names, format: streamed, url, request })

  return answerJson({
    request,
    url,
    context,
    changesWith: list.changesWith,
    body: async () => {
      const { rows, next, previous, total, beside } = await list.page(context)
      const { readAction: action, file: object } = operation
      if (action) {
        const detail = { rows: rows.length, query: url.search }
        await writeAuditRow(context.db.sql, { at: new Date(), by: context.viewer, action, object, detail })
      }
      const pick = pickFields(operation.row, names)
      return {
        json: {
          data: rows.map(pick),
          page: { limit: list.limit, next: next ?? null, previous: previous ?? null },
          ...(total && { total }),
          ...(list.changesWith?.includes('minute') && { askedAt: context.at }),
          ...beside,
        },
        headers: { link: pageLinks(url, { next, previous }) },
      }
    },
  })
}
