import { z } from 'zod'
import { matchesSearch, SourceSearch } from '#app/(dashboard)/sources/source-search.ts'
import { cutPage } from '#app/api/_answer/cut-page.ts'
import { defineList } from '#app/api/_answer/define-list.ts'
import { orElse, PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { FEED_FRESHNESS } from '#lib/domain/feed-freshness.ts'
import { listSources as listRows, type SourceRow } from '#lib/queries/list-sources.ts'

export const SourceRecord = z.object({
  id: z.int(),
  source: z.string().describe('Its name, as filters take it'),
  kind: z.enum(['cluster', 'pipeline']),
  environment: z.string(),
  repository: z.string().nullable(),
  freshness: z.enum(FEED_FRESHNESS).describe('As current as its oldest feed'),
  lastCompleteAt: z
    .date()
    .nullable()
    .describe('The oldest of its feeds’ last complete scans; null while one never had any'),
  complete: z.boolean().describe('The last scan of every feed was complete'),
  truncated: z.boolean().describe('A feed shows only part of what there is'),
  violationsOnly: z.boolean().describe('A feed never reports a pass'),
  status: z.string(),
  statusReason: z.string().nullable(),
  open: z.int().describe('Open findings'),
  subjects: z.int(),
  listed: z.int().describe('Of the last scans, in sum'),
  parsed: z.int(),
  rejected: z.int(),
  ignored: z.int(),
  stored: z.int(),
  createdAt: z.date(),
})

export const listSources = defineList({
  id: 'listSources',
  path: '/api/v1/sources',
  tag: 'Sources',
  summary: 'List sources',
  words: 'Every cluster and pipeline with how current and how complete it is, the quietest first.',
  query: SourceSearch.extend({
    ...PAGE_QUERY,
    sort: orElse(['quiet', 'name', 'open'], 'quiet').describe('`quiet`: the least current first; `open`: most first'),
  }),
  rowName: 'Source',
  row: SourceRecord,
  file: 'sources',
  changesWith: ['results', 'minute'],
  page: async ({ db, scope, filter, at }) => {
    const rows = (await listRows(db, scope, { now: at })).filter((row) => matchesSearch(filter, row))
    if (filter.sort === 'name') rows.sort((a, b) => a.name.localeCompare(b.name))
    if (filter.sort === 'open') rows.sort((a, b) => b.open - a.open || a.name.localeCompare(b.name))
    return cutPage(rows.map(sourceRecord), filter, ({ id }) => id)
  },
})

export function sourceRecord(row: SourceRow): z.infer<typeof SourceRecord> {
  const total = (count: 'listed' | 'parsed' | 'rejected' | 'ignored' | 'stored') =>
    row.feeds.reduce((sum, { last }) => sum + (last?.[count] ?? 0), 0)
  return {
    ...row,
    source: row.name,
    complete: row.feeds.length > 0 && row.feeds.every(({ last }) => last?.complete === true),
    truncated: row.feeds.some(({ truncated }) => truncated),
    violationsOnly: row.feeds.some(({ violationsOnly }) => violationsOnly),
    listed: total('listed'),
    parsed: total('parsed'),
    rejected: total('rejected'),
    ignored: total('ignored'),
    stored: total('stored'),
  }
}
