import type { ClientBase } from 'pg'
import { checkText } from '#lib/domain/check-text.ts'
import { STATUSES, type Status, statusCode } from '#lib/domain/outcome.ts'
import type { Subject } from '#lib/domain/result.ts'
import { severityOf } from '#lib/domain/severity.ts'
import { dueAt } from '#lib/domain/sla.ts'
import { arrayLiteral, copyRows } from './copy-rows.ts'
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

/** COPYs what changed into temporary tables that the moving statements read. They go with the transaction. */
export async function stage(client: ClientBase, staged: Staged): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE st_subject (
      subject uuid PRIMARY KEY, hash uuid, pass int[], skip int[], excepted int[], api_group text, kind text,
      namespace text, name text, team_id int, detail jsonb, gone boolean NOT NULL) ON COMMIT DROP;
    CREATE TEMP TABLE st_finding (
      subject uuid, check_id int, part text, status smallint, severity smallint, team_id int, due_at timestamptz,
      message text, detail jsonb) ON COMMIT DROP;
    CREATE TEMP TABLE st_excepted (
      subject uuid, check_id int, part text, severity smallint, team_id int, names text[], message text) ON COMMIT DROP;
    CREATE TEMP TABLE st_check (check_id int PRIMARY KEY, is_new boolean NOT NULL DEFAULT false) ON COMMIT DROP`)
  await copyRows(
    client,
    'st_subject (subject, hash, pass, skip, excepted, api_group, kind, namespace, name, team_id, detail, gone)',
    subjectRows(staged),
  )
  await copyRows(
    client,
    'st_finding (subject, check_id, part, status, severity, team_id, due_at, message, detail)',
    findingRows(staged),
  )
  await copyRows(
    client,
    'st_excepted (subject, check_id, part, severity, team_id, names, message)',
    exceptedRows(staged),
  )
  await copyRows(
    client,
    'st_check (check_id)',
    staged.evaluated.map((id) => [id]),
  )
  await client.query('ANALYZE st_subject; ANALYZE st_finding; ANALYZE st_excepted; ANALYZE st_check')
}

function* subjectRows({ changed, gone, teamOf }: Staged) {
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
      'f',
    ]
  }
  for (const key of gone) yield [key, null, '{}', '{}', '{}', null, null, null, null, 0, null, 't']
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
  (STATUSES as readonly string[]).includes(row.verdict)

function* findingRows({ changed, openedAt, teamOf, fileName }: Staged) {
  for (const { key, rows, subject } of changed)
    for (const row of rows) {
      if (!isOpen(row)) continue
      const due = dueAt(severityOf(row.severity), openedAt)
      const message = row.result?.message.slice(0, MESSAGE_LIMIT) ?? ''
      yield [
        key,
        row.checkId,
        row.part,
        statusCode(row.verdict),
        row.severity,
        teamOf(subject),
        due?.toISOString(),
        message,
        detailOf(row, fileName),
      ]
    }
}

function* exceptedRows({ changed, teamOf }: Staged) {
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
    file: fileName(file),
    pointer: result.pointer,
    check: checkText(result.check),
    ...result.detail,
  })
}
