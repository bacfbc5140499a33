import { z } from 'zod'
import type { ApiClient } from '../api-client.ts'
import { ApiError } from '../api-error.ts'
import type { ApiResource } from '../discover.ts'
import { resourcePath, withType } from '../resource-path.ts'

export type WatchEvent = { type: 'changed' | 'deleted' | 'bookmark'; object: unknown; version: string }
type WatchOptions = { version: string; seconds: number; idleMs: number; signal: AbortSignal; onOpen: () => void }

const Event = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']),
  object: z.looseObject({ metadata: z.looseObject({ resourceVersion: z.string().min(1) }) }),
})
const Failure = z.object({ type: z.literal('ERROR'), object: z.looseObject({ code: z.number().default(500) }) })
const TYPES = { ADDED: 'changed', MODIFIED: 'changed', DELETED: 'deleted', BOOKMARK: 'bookmark' } as const

/** What happens to the objects of a kind from a version on, until the server ends the watch. An error inside it is thrown. */
export async function* watchEvents(
  client: ApiClient,
  resource: ApiResource,
  { version, seconds, idleMs, signal, onOpen }: WatchOptions,
): AsyncGenerator<WatchEvent> {
  const query = {
    watch: 'true',
    resourceVersion: version,
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(seconds),
  }
  const lines = await client.lines(resourcePath(resource), { query, idleMs, signal })
  onOpen()
  for await (const line of lines) {
    const event = Event.safeParse(line)
    if (event.success) {
      const { type, object } = event.data
      yield { type: TYPES[type], object: withType(object, resource), version: object.metadata.resourceVersion }
      continue
    }
    const failure = Failure.safeParse(line)
    if (!failure.success) throw new ApiError('the watch says something that is no event', { canRetry: true })
    const { object } = failure.data
    throw ApiError.fromAnswer(object.code, JSON.stringify(object), undefined)
  }
}
