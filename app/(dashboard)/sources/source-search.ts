import { z } from 'zod'
import { FEED_FRESHNESS } from '#lib/domain/feed-freshness.ts'

const blankIsAbsent = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value

/** What the list of sources can be narrowed by, on the screen and by the API alike. */
export const SourceSearch = z.object({
  q: z.preprocess(blankIsAbsent, z.string().trim().max(200).optional()),
  kind: z.preprocess(blankIsAbsent, z.enum(['cluster', 'pipeline']).optional()),
  environment: z.preprocess(blankIsAbsent, z.string().max(200).optional()),
  freshness: z.preprocess(blankIsAbsent, z.enum(FEED_FRESHNESS).optional()),
})
export type SourceSearch = z.infer<typeof SourceSearch>

type Row = { name: string; kind: string; environment: string; freshness: string; repository: string | null }

export const matchesSearch = ({ q, kind, environment, freshness }: SourceSearch, row: Row): boolean =>
  (!q || `${row.name} ${row.repository ?? ''}`.toLowerCase().includes(q.toLowerCase())) &&
  (!kind || row.kind === kind) &&
  (!environment || row.environment === environment) &&
  (!freshness || row.freshness === freshness)
