import { z } from 'zod'
import { cutPage } from '#app/api/_answer/cut-page.ts'
import { defineList } from '#app/api/_answer/define-list.ts'
import { optional, PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { checkText } from '#lib/domain/check-text.ts'
import { SEVERITIES } from '#lib/domain/severity.ts'
import { ProductError } from '#lib/errors.ts'
import { listTeams } from '#lib/queries/list-teams.ts'
import { listWorstChecks as listRows } from '#lib/queries/list-worst-checks.ts'

/** Nobody reads further down; what is open on every check is in the list of checks. */
const WORST = 500

const WorstCheckRecord = z.object({
  checkId: z.int(),
  check: z.string().describe('engine/policy/rule'),
  title: z.string().nullable(),
  worst: z.enum(SEVERITIES).describe('The worst severity that is open'),
  open: z.int(),
  weight: z.number().describe('10 for each critical, 5 high, 3 medium, 1 low'),
  subjects: z.int(),
  pass: z.int().describe('Subjects that pass'),
  judged: z.int().describe('Subjects that pass or do not'),
  oldestAt: z.date(),
})

export const listWorstChecks = defineList({
  id: 'listWorstChecks',
  path: '/api/v1/metrics/worst-checks',
  tag: 'Metrics',
  summary: 'List the worst checks',
  words: 'The checks whose open findings weigh most, of everything or of one team.',
  query: z.object({ ...PAGE_QUERY, team: optional(z.string().max(64)).describe('Slug of a team') }),
  rowName: 'WorstCheck',
  row: WorstCheckRecord,
  file: 'worst-checks',
  changesWith: ['results', 'rollups'],
  page: async ({ db, scope, filter, at }) => {
    const team = filter.team ? (await listTeams(db, scope, { now: at, slug: filter.team }))[0] : undefined
    if (filter.team && !team) throw new ProductError('not-found', `There is no team "${filter.team}".`)
    const rows = await listRows(db, scope, { limit: WORST, ...(team && { teamId: team.id }) })
    return cutPage(
      rows.map((row) => ({ ...row, check: checkText(row) })),
      filter,
      ({ checkId }) => checkId,
    )
  },
})
