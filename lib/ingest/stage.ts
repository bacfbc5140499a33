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
export async function stage(client: ClientBase, place: Place, staged: Staged): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE IF NOT EXISTS st_subject (
      source_id int, feed_id int, subject uuid PRIMARY KEY, hash uuid, pass int[], skip int[], excepted int[], api_group text, kind text,
      namespace text, name text, team_id int, detail jsonb, gone boolean NOT NULL) ON COMMIT DELETE ROWS;
    CREATE TEMP TABLE IF NOT EXISTS st_finding (
      subject uuid, check_id int, part text, status smallint, severity smallint, team_id int, due_at timestamptz,
      message text, detail jsonb, PRIMARY KEY (subject, check_id, part)) ON COMMIT DELETE ROWS;
    CREATE TEMP TABLE IF NOT EXISTS st_excepted (
      subject uuid, check_id int, part text, severity smallint, team_id int, names text[], message text,
      PRIMARY KEY (subject, check_id, part)) ON COMMIT DELETE ROWS;
    CREATE TEMP TABLE IF NOT EXISTS st_check (check_id int PRIMARY KEY, is_new boolean NOT NULL DEFAULT false) ON COMMIT DELETE ROWS`)
  await copyRows(client, `st_subject (source_id, feed_id, ${SUBJECT_COLUMNS}, gone)`, subjectStages(place, staged))
  await copyRows(client, `st_finding (${FINDING_COLUMNS})`, findingRows(staged))
  await copyRows(client, `st_excepted (${EXCEPTED_COLUMNS})`, exceptedRows(staged))
  await client.query('INSERT INTO st_check (check_id) SELECT unnest($1::int[])', [staged.evaluated])
  // Without statistics the planner would read whole tables for a handful of subjects.
  await client.query('ANALYZE st_subject, st_finding')
}

function* subjectStages({ sourceId, feedId }: Place, staged: Staged) {
  for (const row of subjectRows(staged)) yield [sourceId, feedId, ...row, false]
  for (const key of staged.gone)
    yield [sourceId, feedId, key, null, '{}', '{}', '{}', null, null, null, null, 0, null, true]
}
