import type { ClientBase } from 'pg'
import { copyRows } from './copy-rows.ts'
import {
  EXCEPTED_COLUMNS,
  exceptedRows,
  FINDING_COLUMNS,
  findingRows,
  type Staged,
  SUBJECT_COLUMNS,
  subjectRows,
} from './staged-rows.ts'

type Place = { sourceId: number; feedId: number }

/** COPYs what changed into temporary tables that the moving statements read. A connection keeps them; their rows go with the transaction. */
export async function stage(client: ClientBase, { sourceId, feedId }: Place, staged: Staged): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE IF NOT EXISTS st_subject (
      source_id int, feed_id int, subject uuid PRIMARY KEY, hash uuid, pass int[], skip int[], excepted int[], api_group text, kind text,
      namespace text, name text, team_id int DEFAULT 0, detail jsonb, gone boolean NOT NULL DEFAULT false) ON COMMIT DELETE ROWS;
    CREATE TEMP TABLE IF NOT EXISTS st_finding (
      subject uuid, check_id int, part text, status smallint, severity smallint, team_id int, due_at timestamptz,
      message text, detail jsonb, PRIMARY KEY (subject, check_id, part)) ON COMMIT DELETE ROWS;
    CREATE TEMP TABLE IF NOT EXISTS st_excepted (
      subject uuid, check_id int, part text, severity smallint, team_id int, names text[], message text,
      PRIMARY KEY (subject, check_id, part)) ON COMMIT DELETE ROWS;
    CREATE TEMP TABLE IF NOT EXISTS st_check (check_id int PRIMARY KEY, is_new boolean NOT NULL DEFAULT false) ON COMMIT DELETE ROWS`)
  const placed = [
    ['source_id', 'integer', sourceId],
    ['feed_id', 'integer', feedId],
  ] as const
  await copyRows(client, { table: 'st_subject', same: placed, columns: SUBJECT_COLUMNS }, subjectRows(staged))
  await copyRows(
    client,
    { table: 'st_subject', same: [...placed, ...GONE], columns: [['subject', 'uuid']] },
    staged.gone.map((key) => [key]),
  )
  await copyRows(client, { table: 'st_finding', columns: FINDING_COLUMNS }, findingRows(staged))
  await copyRows(client, { table: 'st_excepted', columns: EXCEPTED_COLUMNS }, exceptedRows(staged))
  await client.query('INSERT INTO st_check (check_id) SELECT unnest($1::int[])', [staged.evaluated])
  // Without statistics the planner would read whole tables for a handful of subjects.
  await client.query('ANALYZE st_subject, st_finding')
}

const GONE = [
  ['gone', 'boolean', true],
  ['pass', 'integer[]', []],
  ['skip', 'integer[]', []],
  ['excepted', 'integer[]', []],
] as const
