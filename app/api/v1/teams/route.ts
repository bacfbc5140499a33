import { answerRows } from '#app/_server/answer-rows.ts'
import { getDb } from '#app/_server/db.ts'
import { apiViewer } from '#app/_server/session.ts'
import { prepareBoard } from '#app/(dashboard)/teams/prepare-board.ts'
import { listTeamRates } from '#lib/queries/list-team-rates.ts'
import { listTeams } from '#lib/queries/list-teams.ts'

/** Every team with its band, its ratio and what is open; what nobody owns last. Bands and names, no ranks. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await apiViewer(request)
  if (viewer instanceof Response) return viewer
  const [db, at] = [getDb(), new Date()]
  const [teams, rates] = await Promise.all([
    listTeams(db, viewer.scope, { now: at }),
    listTeamRates(db, viewer.scope, at),
  ])
  const { bands, tooFew, unowned } = prepareBoard(teams, rates)
  const compared = bands.flatMap(({ rows }) => rows)
  const rows = [...compared, ...tooFew].map(({ id: _id, standing, ...team }) => ({
    ...team,
    band: standing === 'too few' ? 'too few to compare' : standing.band,
    standing: standing === 'too few' ? null : standing,
  }))
  const rest = unowned ? [{ ...unowned, band: 'owned by nobody', standing: null, change: null, subjectDays: null }] : []
  return answerRows({
    name: 'teams',
    rows: [...rows, ...rest.map(({ id: _id, ...row }) => row)],
    viewer,
    request,
    at,
    columns: [
      { key: 'team', value: (row) => row.slug },
      { key: 'name', value: (row) => row.name },
      { key: 'band', value: (row) => row.band },
      { key: 'observed_to_expected', value: (row) => row.standing?.ratio.toFixed(4) },
      { key: 'lower_95', value: (row) => row.standing?.limits.lower.toFixed(4) },
      { key: 'upper_95', value: (row) => row.standing?.limits.upper.toFixed(4) },
      { key: 'shrunk', value: (row) => row.standing?.shrunk.toFixed(4) },
      { key: 'change', value: (row) => row.change?.toFixed(4) },
      { key: 'subjects', value: (row) => row.subjects },
      { key: 'subject_days', value: (row) => row.subjectDays },
      { key: 'open', value: (row) => row.total },
      ...(['critical', 'high', 'medium', 'low', 'info', 'unknown'] as const).map((severity) => ({
        key: `open_${severity}`,
        value: (row: { open: Record<string, number> }) => row.open[severity],
      })),
      { key: 'overdue', value: (row) => row.overdue },
      { key: 'excepted', value: (row) => row.excepted },
    ],
  })
}
