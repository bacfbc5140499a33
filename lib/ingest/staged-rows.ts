import { STATUSES, type Status, statusCode } from '#lib/domain/outcome.ts'
import type { Subject } from '#lib/domain/result.ts'
import { SEVERITIES } from '#lib/domain/severity.ts'
import { dueAt } from '#lib/domain/sla.ts'
import type { SubjectVerdicts } from './fold-verdicts.ts'
import type { Cell, Column } from './row-encoder.ts'
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

export const SUBJECT_COLUMNS: readonly Column[] = [
  ['subject', 'uuid'],
  ['hash', 'uuid'],
  ['pass', 'integer[]'],
  ['skip', 'integer[]'],
  ['excepted', 'integer[]'],
  ['api_group', 'text'],
  ['kind', 'text'],
  ['namespace', 'text'],
  ['name', 'text'],
  ['team_id', 'integer'],
  ['detail', 'jsonb'],
]
export const FINDING_COLUMNS: readonly Column[] = [
  ['subject', 'uuid'],
  ['check_id', 'integer'],
  ['part', 'text'],
  ['status', 'smallint'],
  ['severity', 'smallint'],
  ['team_id', 'integer'],
  ['due_at', 'timestamptz'],
  ['message', 'text'],
  ['detail', 'jsonb'],
]
export const OPENED_COLUMNS: readonly Column[] = [
  ['subject', 'uuid'],
  ['check_id', 'integer'],
  ['part', 'text'],
  ['detail', 'jsonb'],
]
export const EXCEPTED_COLUMNS: readonly Column[] = [
  ['subject', 'uuid'],
  ['check_id', 'integer'],
  ['part', 'text'],
  ['severity', 'smallint'],
  ['team_id', 'integer'],
  ['names', 'text[]'],
  ['message', 'text'],
]

/** The state of changed subjects, in the order of `SUBJECT_COLUMNS`. */
export function* subjectRows({ changed, teamOf }: Staged): Generator<Cell[]> {
  for (const { key, hash, standing, subject, instances } of changed) {
    const detail = instances && JSON.stringify({ instances: instances.length, names: instances.slice(0, 5) })
    const { group, kind, namespace, name } = subject
    yield [
      key,
      hash,
      standing.pass,
      standing.skip,
      standing.excepted,
      group,
      kind,
      namespace,
      name,
      teamOf(subject),
      detail,
    ]
  }
}

const isOpen = (row: VerdictRow): row is VerdictRow & { verdict: Status } =>
  STATUSES.some((status) => status === row.verdict)

/** Their open findings, in the order of `FINDING_COLUMNS`. */
export function* findingRows({ changed, openedAt, teamOf, fileName }: Staged): Generator<Cell[]> {
  const due = SEVERITIES.map((severity) => dueAt(severity, openedAt)?.getTime())
  for (const { key, standing, subject } of changed)
    for (const row of standing.rows) {
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

/** The events of their opening, in the order of `OPENED_COLUMNS`. */
export function* openedRows({ changed }: Staged): Generator<Cell[]> {
  for (const { key, standing } of changed)
    for (const row of standing.rows)
      if (isOpen(row))
        yield [key, row.checkId, row.part, `{"status":${statusCode(row.verdict)},"severity":${row.severity}}`]
}

/** What is excepted on them, in the order of `EXCEPTED_COLUMNS`. */
export function* exceptedRows({ changed, teamOf }: Staged): Generator<Cell[]> {
  for (const { key, standing, subject } of changed)
    for (const row of standing.rows) {
      if (row.verdict !== 'excepted') continue
      const message = row.result?.message.slice(0, MESSAGE_LIMIT) ?? ''
      yield [key, row.checkId, row.part, row.severity, teamOf(subject), row.result?.exceptions ?? [], message]
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
