import type { ClientBase } from 'pg'
import { copyRows } from './copy-rows.ts'
import type { Move, Moved } from './move-findings.ts'
import {
  EXCEPTED_COLUMNS,
  exceptedRows,
  FINDING_COLUMNS,
  findingRows,
  OPENED_COLUMNS,
  openedRows,
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
  given: Staged,
): Promise<Moved> {
  // Rows in the order of the primary key cost its index least.
  const staged = { ...given, changed: given.changed.toSorted((a, b) => (a.key < b.key ? -1 : 1)) }
  const place = [
    ['source_id', 'integer', sourceId],
    ['feed_id', 'integer', feedId],
  ] as const
  const time = at.getTime()
  let rowsWritten = await copyRows(
    client,
    {
      table: 'subject_state',
      same: [...place, ['first_at', 'timestamptz', time], ['changed_at', 'timestamptz', time]],
      columns: SUBJECT_COLUMNS,
    },
    subjectRows(staged),
  )
  const opened = await copyRows(
    client,
    {
      table: 'finding_open',
      same: [
        ...place,
        ['scan_id', 'uuid', scanId],
        ['opened_at', 'timestamptz', time],
        ['cause', 'smallint', baseline ? 0 : 1],
        ['episode', 'smallint', 1],
      ],
      columns: FINDING_COLUMNS,
    },
    findingRows(staged),
  )
  rowsWritten += opened
  rowsWritten += await copyRows(
    client,
    {
      table: 'finding_event',
      same: [
        ...place,
        ['at', 'timestamptz', time],
        ['gen', 'bigint', gen],
        ['scan_id', 'uuid', scanId],
        ['event', 'smallint', 1],
        ['episode', 'smallint', 1],
      ],
      columns: OPENED_COLUMNS,
    },
    openedRows(staged),
  )
  rowsWritten += await copyRows(
    client,
    { table: 'finding_excepted', same: [...place, ['since', 'timestamptz', time]], columns: EXCEPTED_COLUMNS },
    exceptedRows(staged),
  )
  const { rowCount } = await client.query(CHECKS, [sourceId, feedId, at, staged.evaluated])
  rowsWritten += rowCount ?? 0
  return { opened, closed: 0, changed: 0, rowsWritten }
}

/** Other namespaces may have been judged by the same checks. */
const CHECKS = `
INSERT INTO feed_check AS k (source_id, feed_id, first_at, check_id) SELECT $1, $2, $3, unnest($4::int[])
ON CONFLICT (source_id, feed_id, check_id) DO UPDATE SET gone_at = NULL WHERE k.gone_at IS NOT NULL`
