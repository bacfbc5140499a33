import type { CheckIds } from './register-checks.ts'
import type { Run } from './survey.ts'
import { type VerdictRow, verdictRow } from './verdict-row.ts'

/** What is stored of one subject: a check counts once, by its worst part, and what is open or excepted has a row. */
export type Standing = {
  pass: number[]
  skip: number[]
  excepted: number[]
  /** Rows that neither pass nor skip. */
  rows: VerdictRow[]
}

/** The standing of a subject with one row a result and no check twice: nine of ten pass, and need no row. */
export function standingOfRun({ results, from, to, file }: Run, checks: CheckIds): Standing {
  const standing: Standing = { pass: [], skip: [], excepted: [], rows: [] }
  for (let i = from; i < to; i++) {
    const result = results[i]
    if (!result) continue
    const id = checks.idOf(result.check)
    if (result.exceptions.length) standing.excepted.push(id)
    else if (result.outcome === 'pass' || result.outcome === 'skip') {
      standing[result.outcome].push(id)
      continue
    }
    standing.rows.push(verdictRow(id, result, file))
  }
  return standing
}

const BADNESS = { fail: 0, error: 0, warn: 0, excepted: 1, pass: 2, skip: 3 }

/** The same from settled rows; those of one check are neighbours. */
export function standingOfRows(rows: readonly VerdictRow[]): Standing {
  const standing: Standing = { pass: [], skip: [], excepted: [], rows: [] }
  for (const row of rows) if (BADNESS[row.verdict] < BADNESS.pass) standing.rows.push(row)
  for (let i = 0; i < rows.length; ) {
    const first = rows[i]
    if (!first) break
    let worst = first.verdict
    for (i++; rows[i]?.checkId === first.checkId; i++) {
      const verdict = rows[i]?.verdict ?? worst
      if (BADNESS[verdict] < BADNESS[worst]) worst = verdict
    }
    if (worst === 'pass' || worst === 'skip' || worst === 'excepted') standing[worst].push(first.checkId)
  }
  return standing
}
