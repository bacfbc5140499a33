import { SEVERITIES } from '#lib/domain/severity.ts'
import type { Day } from '#lib/metrics/day.ts'
import { type BundleExport, sourceIds, teamIds } from './bundle-export.ts'
import { csvLine } from './csv-line.ts'
import type { Question } from './snapshot.ts'

type Numbers = {
  open: number[]
  subjects: number
  pass: number
  fail: number
  skip: number
  excepted: number
  opened: number
  baseline: number
  repeatOpened: number
  fixed: number
  closed: number
  exposureSeconds: number
  breached: number
}
type TrendRow = Numbers & { day: Day }
type TeamRow = TrendRow & { team: string | null; observed: number; expected: number | null }

const NUMBER_HEADS = [
  ...SEVERITIES.map((severity) => `open ${severity}`),
  'subjects',
  'pass',
  'fail',
  'skip',
  'excepted',
  'opened',
  'baseline',
  'returned',
  'fixed',
  'closed',
  'exposure seconds',
  'past due',
]

const numberCells = (row: Numbers) => [
  ...SEVERITIES.map((_, at) => row.open[at] ?? 0),
  row.subjects,
  row.pass,
  row.fail,
  row.skip,
  row.excepted,
  row.opened,
  row.baseline,
  row.repeatOpened,
  row.fixed,
  row.closed,
  row.exposureSeconds,
  row.breached,
]

/** Writes the daily numbers of the scope, in all and by team. A day without a row was not computed, and is not zero. */
export async function writeMetrics(work: BundleExport): Promise<void> {
  const { snapshot, writer, window } = work
  const bounds = [sourceIds(work), window.days[0], window.lastDay, teamIds(work)]
  async function* trend() {
    yield csvLine(['day', ...NUMBER_HEADS])
    for await (const row of snapshot.stream<TrendRow>(TREND, bounds)) yield csvLine([row.day, ...numberCells(row)])
  }
  async function* teams() {
    yield csvLine(['day', 'team', ...NUMBER_HEADS, 'observed violations', 'expected violations'])
    for await (const row of snapshot.stream<TeamRow>(TEAMS, bounds))
      yield csvLine([row.day, row.team ?? 'nobody', ...numberCells(row), row.observed, row.expected])
  }
  await writer.add('metrics/trend.csv', trend(), { role: 'metrics', mediaType: 'text/csv' })
  await writer.add('metrics/teams.csv', teams(), { role: 'metrics', mediaType: 'text/csv' })
}

const NUMBERS = `
       ARRAY[sum(r.open[1]), sum(r.open[2]), sum(r.open[3]), sum(r.open[4]), sum(r.open[5]), sum(r.open[6])]::int[] AS open,
       sum(r.subjects)::bigint AS subjects, sum(r.pass)::bigint AS pass, sum(r.fail)::bigint AS fail,
       sum(r.skip)::bigint AS skip, sum(r.excepted)::bigint AS excepted, sum(r.opened)::bigint AS opened,
       sum(r.baseline)::bigint AS baseline, sum(r.repeat_opened)::bigint AS "repeatOpened", sum(r.fixed)::bigint AS fixed,
       sum(r.closed)::bigint AS closed, sum(r.exposure_s)::bigint AS "exposureSeconds", sum(r.breached)::bigint AS breached`

const WHERE = `
WHERE r.source_id = ANY ($1::int[]) AND r.day >= $2::date AND r.day <= $3::date
  AND ($4::int[] IS NULL OR r.team_id = ANY ($4::int[]))`

const TREND: Question = {
  name: 'trend',
  about: 'Daily numbers over all sources in scope. $1 sources, $2 first day, $3 last day, $4 teams or null for all.',
  sql: `
SELECT r.day, ${NUMBERS}
FROM roll_team_day r ${WHERE}
GROUP BY r.day ORDER BY r.day`,
}

const TEAMS: Question = {
  name: 'team-days',
  about: 'Daily numbers by owning team. $1 sources, $2 first day, $3 last day, $4 teams or null for all.',
  sql: `
SELECT r.day, t.slug AS team, ${NUMBERS},
       round(sum(r.observed::numeric), 3)::float8 AS observed, round(sum(r.expected::numeric), 3)::float8 AS expected
FROM roll_team_day r LEFT JOIN team t ON t.id = r.team_id ${WHERE}
GROUP BY r.day, t.slug ORDER BY r.day, t.slug COLLATE "C" NULLS LAST`,
}
