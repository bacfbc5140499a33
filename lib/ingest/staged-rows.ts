import { STATUSES, type Status, statusCode } from '#lib/domain/outcome.ts'
import type { Subject } from '#lib/domain/result.ts'
import { SEVERITIES } from '#lib/domain/severity.ts'
import { dueAt } from '#lib/domain/sla.ts'
import { arrayLiteral } from './copy-rows.ts'
import type { SubjectVerdicts } from './fold-verdicts.ts'
import type { VerdictRow } from './verdict-row.ts'

export type Staged = {
  changed: SubjectVerdicts[]
  /** Keys of known subjects that a complete scan no longer has. */
  gone: string[]
  /** Checks this scan evaluated. */
  evaluated: number[]
  openedAt: Date
  teamOf: (subject: Subject) => number
  fileName: (file: number) => string
}

const MESSAGE_LIMIT = 4096

export const SUBJECT_COLUMNS = 'subject, hash, pass, skip, excepted, api_group, kind, namespace, name, team_id, detail'
export const FINDING_COLUMNS = 'subject, check_id, part, status, severity, team_id, due_at, message, detail'
export const EXCEPTED_COLUMNS = 'subject, check_id, part, severity, team_id, names, message'

/** The state of changed subjects, in the order of `SUBJECT_COLUMNS`. */
export function* subjectRows({ changed, teamOf }: Staged) {
  for (const { key, hash, rows, subject, instances } of changed) {
    const detail = instances && JSON.stringify({ instances: instances.length, names: instances.slice(0, 5) })
    const { group, kind, namespace, name } = subject
    const ids = passing(rows)
    yield [
      key,
      hash,
      arrayLiteral(ids.pass),
      arrayLiteral(ids.skip),
      arrayLiteral(ids.excepted),
      group,
      kind,
      namespace,
      name,
      teamOf(subject),
      detail,
    ]
  }
}

/** A check counts once a subject, by its worst part: passing only when no part is open or excepted. */
function passing(rows: readonly VerdictRow[]) {
  const ids = { pass: [] as number[], skip: [] as number[], excepted: [] as number[] }
  const rank = { fail: 0, error: 0, warn: 0, excepted: 1, pass: 2, skip: 3 }
  for (let i = 0; i < rows.length; ) {
    const first = rows[i]
    if (!first) break
    let worst = first.verdict
    for (i++; rows[i]?.checkId === first.checkId; i++) {
      const verdict = rows[i]?.verdict ?? worst
      if (rank[verdict] < rank[worst]) worst = verdict
    }
    if (worst === 'pass' || worst === 'skip' || worst === 'excepted') ids[worst].push(first.checkId)
  }
  return ids
}

const isOpen = (row: VerdictRow): row is VerdictRow & { verdict: Status } =>
  STATUSES.some((status) => status === row.verdict)

/** Their open findings, in the order of `FINDING_COLUMNS`. */
export function* findingRows({ changed, openedAt, teamOf, fileName }: Staged) {
  const due = SEVERITIES.map((severity) => dueAt(severity, openedAt)?.toISOString())
  for (const { key, rows, subject } of changed)
    for (const row of rows) {
      if (!isOpen(row)) continue
      const message = row.result?.message.slice(0, MESSAGE_LIMIT) ?? ''
      yield [
        key,
        row.checkId,
        row.part,
        statusCode(row.verdict),
        row.severity,
        teamOf(subject),
        due[row.severity - 1],
        message,
        detailOf(row, fileName),
      ]
    }
}

/** What is excepted on them, in the order of `EXCEPTED_COLUMNS`. */
export function* exceptedRows({ changed, teamOf }: Staged) {
  for (const { key, rows, subject } of changed)
    for (const row of rows) {
      if (row.verdict !== 'excepted') continue
      const message = row.result?.message.slice(0, MESSAGE_LIMIT) ?? ''
      yield [
        key,
        row.checkId,
        row.part,
        row.severity,
        teamOf(subject),
        arrayLiteral(row.result?.exceptions ?? []),
        message,
      ]
    }
}

function detailOf({ result, file }: VerdictRow, fileName: (file: number) => string): string | null {
  if (!result) return null
  return JSON.stringify({
    ...result.detail,
    file: fileName(file),
    pointer: result.pointer,
  })
}
