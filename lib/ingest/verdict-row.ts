import type { Verdict } from '#lib/domain/outcome.ts'
import type { Result } from '#lib/domain/result.ts'
import { SEVERITIES, type Severity, severityCode } from '#lib/domain/severity.ts'

/** The verdict of one check (and part) on one subject, with the result that gave it; none when it was carried over. */
export type VerdictRow = {
  checkId: number
  part: string
  verdict: Verdict
  severity: number
  /** Check, verdict and the severity of what does not pass, as one number: what the hash is made of. */
  code: number
  result: Result | undefined
  file: number
}

const RANK: Record<Verdict, number> = { fail: 6, error: 5, warn: 4, excepted: 3, pass: 2, skip: 1 }
const PASS = RANK.pass
const CODE = Object.fromEntries(SEVERITIES.map((severity) => [severity, severityCode(severity)])) as Record<
  Severity,
  number
>

const verdictOf = (result: Result): Verdict => (result.exceptions.length ? 'excepted' : result.outcome)

/** A pass counts without its severity, so that a relabelled policy rewrites no passing subject. */
const encode = (checkId: number, rank: number, severity: number): number =>
  checkId * 128 + rank * 16 + (rank > PASS ? severity : 0)

export const codeOf = (checkId: number, result: Result): number =>
  encode(checkId, RANK[verdictOf(result)], CODE[result.severity])

export function verdictRow(checkId: number, result: Result, file: number): VerdictRow {
  const verdict = verdictOf(result)
  const severity = CODE[result.severity]
  return { checkId, part: result.part, verdict, severity, code: encode(checkId, RANK[verdict], severity), result, file }
}

/** A verdict that was known before and that this scan neither repeats nor refutes. */
export const carriedRow = (checkId: number, part: string, verdict: Verdict, severity: number): VerdictRow => ({
  checkId,
  part,
  verdict,
  severity,
  code: encode(checkId, RANK[verdict], severity),
  result: undefined,
  file: 0,
})

/** Order of rows and of the hash: check, part, then worst first. */
export const byKey = (a: VerdictRow, b: VerdictRow): number =>
  a.checkId - b.checkId ||
  (a.part < b.part ? -1 : a.part > b.part ? 1 : 0) ||
  RANK[b.verdict] - RANK[a.verdict] ||
  a.severity - b.severity

/** The first of each (check, part) in sorted order is the worst: keep it. */
export function distinct(sorted: VerdictRow[]): VerdictRow[] {
  return sorted.filter((row, i) => {
    const before = sorted[i - 1]
    return !before || before.checkId !== row.checkId || before.part !== row.part
  })
}
