import type { z } from 'zod'
import type { Context, Described, FileOperation } from './operation.ts'
import { type PathOf, parsePath } from './parse-path.ts'

type Definition<Path extends z.ZodObject> = Described & {
  params: Path
  mediaType: string
  /** Of a HEAD request only the headers are sent: nothing has to be packed, and nothing is on record as taken. */
  get: (asked: Context & { path: PathOf<Path>; isHead: boolean }) => Promise<Response | undefined>
}

/** A file as it is kept, under its own type. */
export function defineFile<Path extends z.ZodObject>({ get, ...described }: Definition<Path>): FileOperation {
  return {
    ...described,
    kind: 'file',
    prepare: (sent) => {
      const path = parsePath(described.params, sent.path)
      return { get: (context, isHead) => get({ ...context, path, isHead }) }
    },
  }
}
