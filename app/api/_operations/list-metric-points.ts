import { z } from 'zod'
import { cutPage } from '#app/api/_answer/cut-page.ts'
import { defineList } from '#app/api/_answer/define-list.ts'
import { PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { METRICS, MetricFilter } from '#lib/domain/metric-filter.ts'
import { ProductError } from '#lib/errors.ts'
import { dayOf, startOfDay } from '#lib/metrics/day.ts'
import { judgedAt } from '#lib/queries/feed-times.ts'
import { listMetricPoints as listRows } from '#lib/queries/list-metric-points.ts'
import { listSources } from '#lib/queries/list-sources.ts'
import { listTeams } from '#lib/queries/list-teams.ts'

const DAYS = 90
const DAY_MS = 86_400_000

const PointRecord = z.object({
  name: z.enum(METRICS),
  of: z.string().describe('What the series is of: all, a severity, the slug of a team, the name of a source'),
  start: z.iso.date().describe('The day, or the Monday of the week'),
  value: z.number().nullable().describe('Null: nobody counted then, which is not nothing'),
  numerator: z.int().nullable().describe('Of a rate: passing pairs of subject and check'),
  denominator: z.int().nullable().describe('Of a rate: judged pairs'),
})

export const listMetricPoints = defineList({
  id: 'listMetricPoints',
  path: '/api/v1/metrics/series',
  tag: 'Metrics',
  summary: 'List the points of series',
  words: 'What was open, opened or fixed, and what share passed, by day or by week: of everything, or one series each.',
  query: MetricFilter.safeExtend(PAGE_QUERY),
  rowName: 'MetricPoint',
  row: PointRecord,
  beside: z.object({ from: z.iso.date(), to: z.iso.date(), step: z.enum(['day', 'week']) }),
  file: 'metrics',
  changesWith: ['results', 'rollups', 'minute'],
  page: async ({ db, scope, filter, at }) => {
    const { name, by, step } = filter
    const to = filter.to ?? dayOf(judgedAt(scope, at))
    const from = filter.from ?? dayOf(new Date(startOfDay(to).getTime() - (DAYS - 1) * DAY_MS))
    const team = filter.team ? (await listTeams(db, scope, { now: at, slug: filter.team }))[0] : undefined
    if (filter.team && !team) throw new ProductError('not-found', `There is no team "${filter.team}".`)
    const sources = filter.source ? await listSources(db, scope, { now: at }) : []
    const source = sources.find((one) => one.name === filter.source)
    if (filter.source && !source) throw new ProductError('not-found', `There is no source "${filter.source}".`)
    const rows = await listRows(db, scope, { name, by, step, from, to, teamId: team?.id, sourceId: source?.id })
    return {
      ...cutPage(
        rows.map((row) => ({ name, ...row })),
        filter,
        ({ of, start }) => `${start} ${of}`,
      ),
      beside: { from, to, step },
    }
  },
})
