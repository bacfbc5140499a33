import { z } from 'zod'
import { defineOne } from '#app/api/_answer/define-one.ts'
import { FEED_FRESHNESS } from '#lib/domain/feed-freshness.ts'
import { listSources } from '#lib/queries/list-sources.ts'
import { SourceRecord, sourceRecord } from './list-sources.ts'

const LastScan = z.object({
  scanId: z.string(),
  observedAt: z.date(),
  complete: z.boolean(),
  reason: z.string().nullable().describe('Why it is not complete'),
  listed: z.int(),
  parsed: z.int(),
  rejected: z.int(),
  ignored: z.int(),
  stored: z.int(),
  opened: z.int(),
  closed: z.int(),
})

const Whole = SourceRecord.extend({
  feeds: z.array(
    z.object({
      feedId: z.int(),
      kind: z.string(),
      category: z.string(),
      freshness: z.enum(FEED_FRESHNESS),
      expectedEverySeconds: z.number(),
      lastScanAt: z.date().nullable(),
      lastCompleteAt: z.date().nullable(),
      truncated: z.boolean(),
      violationsOnly: z.boolean(),
      last: LastScan.nullable().describe('Its last stored scan'),
    }),
  ),
})

export const getSource = defineOne({
  id: 'getSource',
  path: '/api/v1/sources/{id}',
  tag: 'Sources',
  summary: 'Get a source',
  words: 'One source with each of its feeds and their last scans.',
  params: z.object({ id: z.coerce.number().int().min(1).max(999_999_999) }),
  query: z.object({}),
  rowName: 'SourceWithFeeds',
  row: Whole,
  changesWith: ['results', 'minute'],
  get: async ({ db, scope, path: { id }, at }) => {
    const [source] = await listSources(db, scope, { now: at, id })
    return source && { ...sourceRecord(source), feeds: source.feeds }
  },
})
