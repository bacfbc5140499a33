import 'server-only'
import { getDb } from '#app/_server/db.ts'
import { admit } from './admit.ts'
import { answerError } from './answer-error.ts'
import { answerFile } from './answer-file.ts'
import { answerList } from './answer-list.ts'
import { answerOne } from './answer-one.ts'
import type { Context, Operation } from './operation.ts'

const MINUTE_MS = 60_000

type Params = Record<string, string | string[] | undefined>
/** Of a route without parameters Next gives none. */
type RouteContext = { params: Promise<Params | undefined> }
type Door = (request: Request, route: RouteContext) => Promise<Response>

/** The route handlers of an operation: `export const { GET, HEAD } = doors(listFindings)`. */
export function doors(operation: Operation): { GET: Door; HEAD: Door } {
  const door: Door = async (request, route) => {
    try {
      const viewer = await admit(request, operation.permission)
      if (viewer instanceof Response) return viewer
      // Within a minute time stands still, so that equal questions have equal answers.
      const at = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS)
      const context: Context = { db: getDb(), viewer, scope: viewer.scope, at }
      const path = pathOf(await route.params)
      const url = new URL(request.url)
      if (operation.kind === 'list') return await answerList({ operation, context, path, url, request })
      if (operation.kind === 'one') return await answerOne({ operation, context, path, url, request })
      return await answerFile({ operation, context, path, url, request })
    } catch (error) {
      return answerError(error)
    }
  }
  return { GET: door, HEAD: door }
}

const pathOf = (params: Params = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, decodeURIComponent([value ?? ''].flat().join('/'))]),
  )
