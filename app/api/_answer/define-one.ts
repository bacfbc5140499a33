import type { z } from 'zod'
import type { ChangesWith, Context, Described, OneOperation } from './operation.ts'
import { type PathOf, parsePath } from './parse-path.ts'
import { parseQuery } from './parse-query.ts'

type Definition<Query extends z.ZodObject, Row extends z.ZodObject, Path extends z.ZodObject> = Described & {
  query: Query
  params: Path
  rowName: string
  row: Row
  changesWith?: ChangesWith
  /** Undefined: there is no such thing, or not in this scope. */
  get: (asked: Context & { filter: z.infer<Query>; path: PathOf<Path> }) => Promise<z.infer<Row> | undefined>
}

/** One thing with all that is known of it. */
export function defineOne<Query extends z.ZodObject, Row extends z.ZodObject, Path extends z.ZodObject>({
  get,
  changesWith,
  ...described
}: Definition<Query, Row, Path>): OneOperation {
  return {
    ...described,
    kind: 'one',
    prepare: (sent) => {
      const path = parsePath(described.params, sent.path)
      const filter = parseQuery(described.query, sent.query)
      return { changesWith, get: (context) => get({ ...context, path, filter }) }
    },
  }
}
