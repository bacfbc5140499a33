import type { ClientBase } from 'pg'
import { copyRows } from './copy-rows.ts'
import type { Move, Moved } from './move-findings.ts'
import {
  EXCEPTED_COLUMNS,
  exceptedRows,
  FINDING_COLUMNS,
  findingRows,
  type Staged,
  SUBJECT_COLUMNS,
  subjectRows,
} from './staged-rows.ts'

/**
 * Stores the first scan of a feed or of some of its namespaces: nothing of it is known, so nothing can close or conflict, and rows go straight to where
 * they belong. Gives the same rows as staging and moving would.
 */
export async function loadFirst(
  client: ClientBase,
  { sourceId, feedId, scanId, at, gen, baseline }: Move,
  staged: Staged,
): Promise<Moved> {
  const time = at.toISOString()
  const cause = baseline ? 0 : 1
  const findings = [...findingRows(staged)]
  let rowsWritten = 0
  const copy = async (target: string, rows: Iterable<readonly (string | number | null | undefined)[]>) => {
    rowsWritten += await copyRows(client, target, rows)
  }
  await copy(
    `subject_state (source_id, feed_id, first_at, changed_at, ${SUBJECT_COLUMNS})`,
    prefixed([sourceId, feedId, time, time], subjectRows(staged)),
  )
  await copy(
    `finding_open (source_id, feed_id, scan_id, opened_at, cause, episode, ${FINDING_COLUMNS})`,
    prefixed([sourceId, feedId, scanId, time, cause, 1], findings),
  )
  await copy(
    'finding_event (source_id, feed_id, at, gen, scan_id, event, episode, subject, check_id, part, detail)',
    prefixed(
      [sourceId, feedId, time, gen, scanId, 1, 1],
      findings.map(([subject, check, part, status, severity]) => [
        subject,
        check,
        part,
        `{"status":${status},"severity":${severity}}`,
      ]),
    ),
  )
  await copy(
    `finding_excepted (source_id, feed_id, since, ${EXCEPTED_COLUMNS})`,
    prefixed([sourceId, feedId, time], exceptedRows(staged)),
  )
  const { rowCount } = await client.query(CHECKS, [sourceId, feedId, at, staged.evaluated])
  rowsWritten += rowCount ?? 0
  return { opened: findings.length, closed: 0, changed: 0, rowsWritten }
}

/** Other namespaces may have been judged by the same checks. */
const CHECKS = `
INSERT INTO feed_check AS k (source_id, feed_id, first_at, check_id) SELECT $1, $2, $3, unnest($4::int[])
ON CONFLICT (source_id, feed_id, check_id) DO UPDATE SET gone_at = NULL WHERE k.gone_at IS NOT NULL`

function* prefixed<T>(prefix: readonly T[], rows: Iterable<readonly T[]>): Generator<T[]> {
  for (const row of rows) yield [...prefix, ...row]
}
