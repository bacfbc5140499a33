import type { z } from 'zod'
import type { ChangesWith, Context, Described, ListOperation, Page } from './operation.ts'
import { MAX_PAGE } from './page-query.ts'
import { type PathOf, parsePath } from './parse-path.ts'
import { parseQuery } from './parse-query.ts'

/** What a list may be asked for besides its filters. */
type Paged = { limit: number; after?: string | undefined; before?: string | undefined }

type Definition<Query extends z.ZodObject, Row extends z.ZodObject, Path extends z.ZodObject> = Described & {
  query: Query
  params?: Path
  /** What a row is called in the document. */
  rowName: string
  row: Row
  beside?: z.ZodObject
  file: string
  exportAction?: string
  readAction?: string
  /** Absent: the answer is never kept. */
  changesWith?: ChangesWith | ((filter: z.infer<Query>) => ChangesWith)
  page: (asked: Context & { filter: z.infer<Query>; path: PathOf<Path> }) => Promise<Page<z.infer<Row>>>
}

/** A list: it comes in pages, and as a whole when it is exported. */
export function defineList<
  Query extends z.ZodObject & z.ZodType<Paged>,
  Row extends z.ZodObject,
  Path extends z.ZodObject = z.ZodObject<Record<never, never>>,
>({ page, changesWith, ...described }: Definition<Query, Row, Path>): ListOperation {
  return {
    ...described,
    kind: 'list',
    prepare: (sent) => {
      const path = parsePath(described.params, sent.path)
      const filter = parseQuery(described.query, sent.query)
      return {
        changesWith: typeof changesWith === 'function' ? changesWith(filter) : changesWith,
        limit: filter.limit,
        page: (context, whole) =>
          page({
            ...context,
            path,
            filter: whole ? { ...filter, limit: MAX_PAGE, before: undefined, after: whole.after } : filter,
          }),
      }
    },
  }
}
