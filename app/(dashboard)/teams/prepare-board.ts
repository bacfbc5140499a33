import { BANDS, type Band, type Standing, standings } from '#lib/metrics/leaderboard.ts'
import type { TeamRates } from '#lib/queries/list-team-rates.ts'
import type { TeamRow } from '#lib/queries/list-teams.ts'

export type BoardRow = TeamRow & {
  standing: Standing | 'too few'
  /** How the ratio moved against the 28 days before; null where either cannot be compared. */
  change: number | null
  subjectDays: number
}
export type Board = { bands: { band: Band; rows: BoardRow[] }[]; tooFew: BoardRow[]; unowned: TeamRow | undefined }

/**
 * Teams by band, and inside a band by name: there is no rank among those whom chance may have ordered. Teams with too
 * little to compare, and what nobody owns, stand apart.
 */
export function prepareBoard(teams: readonly TeamRow[], rates: readonly TeamRates[]): Board {
  const current = standingsOf(rates.filter(({ isBefore }) => !isBefore))
  const before = standingsOf(rates.filter(({ isBefore }) => isBefore))
  const rows = teams
    .filter(({ id }) => id !== 0)
    .map((team): BoardRow => {
      const { standing, subjectDays } = current.get(team.id) ?? { standing: 'too few' as const, subjectDays: 0 }
      const earlier = before.get(team.id)?.standing ?? 'too few'
      const change = standing === 'too few' || earlier === 'too few' ? null : standing.ratio - earlier.ratio
      return { ...team, standing, change, subjectDays }
    })
  return {
    bands: BANDS.map((band) => ({
      band,
      rows: rows.filter(({ standing }) => standing !== 'too few' && standing.band === band),
    })),
    tooFew: rows.filter(({ standing }) => standing === 'too few'),
    unowned: teams.find(({ id }) => id === 0),
  }
}

function standingsOf(
  rates: readonly TeamRates[],
): Map<number, { standing: Standing | 'too few'; subjectDays: number }> {
  const stands = standings(rates)
  return new Map(rates.map(({ teamId, subjectDays }, i) => [teamId, { standing: stands[i] ?? 'too few', subjectDays }]))
}
