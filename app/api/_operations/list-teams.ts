import { z } from 'zod'
import { prepareBoard } from '#app/(dashboard)/teams/prepare-board.ts'
import { cutPage } from '#app/api/_answer/cut-page.ts'
import { defineList } from '#app/api/_answer/define-list.ts'
import { orElse, PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { BANDS, type Standing } from '#lib/metrics/leaderboard.ts'
import { listTeamRates } from '#lib/queries/list-team-rates.ts'
import { listTeams as listRows } from '#lib/queries/list-teams.ts'
import { BySeverity } from './by-severity.ts'

const TeamRecord = z.object({
  team: z.string().describe('Its slug, as filters take it'),
  name: z.string(),
  band: z
    .enum([...BANDS, 'too few to compare', 'owned by nobody'])
    .describe('Against the fleet with the same checks; there is no rank'),
  observedToExpected: z
    .number()
    .nullable()
    .describe('Violations over what the fleet would have, by severity, in 28 days'),
  lower95: z.number().nullable(),
  upper95: z.number().nullable(),
  shrunk: z.number().nullable().describe('The ratio drawn towards 1, the more so the less there was to judge'),
  change: z.number().nullable().describe('Of the ratio, against the 28 days before'),
  subjects: z.int(),
  subjectDays: z.number().nullable(),
  open: BySeverity,
  total: z.int().describe('Open findings'),
  overdue: z.int(),
  excepted: z.int(),
})

export const listTeams = defineList({
  id: 'listTeams',
  path: '/api/v1/teams',
  tag: 'Teams',
  summary: 'List teams',
  words: 'Every team with its band, its ratio and what is open; last, what nobody owns.',
  query: z.object({ ...PAGE_QUERY, sort: orElse(['band', 'name', 'open'], 'band').describe('`open`: most first') }),
  rowName: 'Team',
  row: TeamRecord,
  file: 'teams',
  changesWith: ['results', 'rollups', 'minute'],
  page: async ({ db, scope, filter, at }) => {
    const [teams, rates] = await Promise.all([listRows(db, scope, { now: at }), listTeamRates(db, scope, at)])
    const { bands, tooFew, unowned } = prepareBoard(teams, rates)
    const board = [...bands.flatMap(({ rows }) => rows), ...tooFew].map(({ standing, ...team }) => ({
      ...team,
      team: team.slug,
      ...standingOf(standing),
    }))
    if (filter.sort === 'name') board.sort((a, b) => a.name.localeCompare(b.name))
    if (filter.sort === 'open') board.sort((a, b) => b.total - a.total || a.name.localeCompare(b.name))
    const nobody = unowned && {
      ...unowned,
      team: unowned.slug,
      ...NO_STANDING,
      band: 'owned by nobody' as const,
      change: null,
      subjectDays: null,
    }
    return cutPage([...board, ...(nobody ? [nobody] : [])], filter, ({ id }) => id)
  },
})

const NO_STANDING = { observedToExpected: null, lower95: null, upper95: null, shrunk: null }

function standingOf(standing: Standing | 'too few') {
  if (standing === 'too few') return { band: 'too few to compare' as const, ...NO_STANDING }
  const { band, ratio, limits, shrunk } = standing
  return { band, observedToExpected: ratio, lower95: limits.lower, upper95: limits.upper, shrunk }
}
