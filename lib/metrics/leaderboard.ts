/** What a team was judged on in a window. `observed` and `expected` are mean violating pairs of subject and check a day. */
export type Rates = {
  observed: number
  expected: number
  /** The same, summed over the window and weighted by severity. */
  weightedObserved: number
  weightedExpected: number
  subjectDays: number
}

export const BANDS = ['clearly better', 'like the fleet', 'clearly worse'] as const
export type Band = (typeof BANDS)[number]

export type Standing = {
  /** Standardised violation ratio, observed ÷ expected by severity: 1 is like the fleet with the same checks. */
  ratio: number
  /** The ratio drawn towards 1, the more so the less a team was judged on. */
  shrunk: number
  /** 95 % limits of the unweighted ratio. */
  limits: { lower: number; upper: number }
  band: Band
}

/** Below 30 subjects over 28 days a rate is chance. */
export const MIN_SUBJECT_DAYS = 30 * 28

/**
 * Where each team stands against the fleet; `too few` for those with too little to compare, and they take no part in the
 * spread between teams either. Never by raw count.
 */
export function standings(teams: readonly Rates[]): (Standing | 'too few')[] {
  const alpha = priorStrength(teams.filter(isComparable))
  return teams.map((team) => {
    if (!isComparable(team)) return 'too few'
    const ratio = team.weightedObserved / team.weightedExpected
    const limits = byarLimits(team.observed, team.expected)
    return { ratio, shrunk: shrink(ratio * team.expected, team.expected, alpha), limits, band: bandOf(limits) }
  })
}

const isComparable = ({ subjectDays, expected, weightedExpected }: Rates): boolean =>
  subjectDays >= MIN_SUBJECT_DAYS && expected > 0 && weightedExpected > 0

/** 95 % limits of observed ÷ expected by Byar's approximation to the exact Poisson limits. */
export function byarLimits(observed: number, expected: number): { lower: number; upper: number } {
  const z = 1.96
  const bound = (count: number, sign: 1 | -1) =>
    count * (1 - 1 / (9 * count) + (sign * z) / (3 * Math.sqrt(count))) ** 3
  return {
    lower: observed > 0 ? Math.max(0, bound(observed, -1)) / expected : 0,
    upper: bound(observed + 1, 1) / expected,
  }
}

/** A team differs from the fleet only where chance does not explain it. */
export function bandOf({ lower, upper }: { lower: number; upper: number }): Band {
  if (upper < 1) return 'clearly better'
  return lower > 1 ? 'clearly worse' : 'like the fleet'
}

/** Gamma-Poisson shrinkage towards a prior mean of 1 with the strength `alpha`; infinite strength leaves the prior. */
export const shrink = (observed: number, expected: number, alpha: number): number =>
  Number.isFinite(alpha) ? (observed + alpha) / (expected + alpha) : 1

/** 1 ÷ the variance between teams by moments; infinite where the teams differ no more than chance would make them. */
export function priorStrength(teams: readonly Pick<Rates, 'observed' | 'expected'>[]): number {
  const expected = teams.reduce((sum, team) => sum + team.expected, 0)
  if (teams.length < 2 || expected <= 0) return Number.POSITIVE_INFINITY
  const mean = teams.reduce((sum, team) => sum + team.observed, 0) / expected
  const spread =
    teams.reduce((sum, team) => sum + team.expected * (team.observed / team.expected - mean) ** 2, 0) / expected
  const between = spread - mean / (expected / teams.length)
  return between > 0 ? 1 / between : Number.POSITIVE_INFINITY
}

/** What each team was judged on and violated under one check: subject-days. */
export type Cell = { team: string; check: string; weight: number; judged: number; violating: number }

/**
 * Observed and expected by team, expected at the fleet's rate per check. Summed over all teams both are the same: the
 * rollups compute this in SQL, and this is the statement of what they compute.
 */
export function standardise(cells: readonly Cell[]): Map<string, { observed: number; expected: number }> {
  const fleet = new Map<string, { judged: number; violating: number }>()
  for (const { check, judged, violating } of cells) {
    const sum = fleet.get(check) ?? { judged: 0, violating: 0 }
    fleet.set(check, { judged: sum.judged + judged, violating: sum.violating + violating })
  }
  const teams = new Map<string, { observed: number; expected: number }>()
  for (const { team, check, weight, judged, violating } of cells) {
    const { judged: all = 0, violating: bad = 0 } = fleet.get(check) ?? {}
    const sum = teams.get(team) ?? { observed: 0, expected: 0 }
    teams.set(team, {
      observed: sum.observed + weight * violating,
      expected: sum.expected + (all ? (weight * judged * bad) / all : 0),
    })
  }
  return teams
}
