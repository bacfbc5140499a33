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

const MANY = 500

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
  await copyRows(client, `st_subject (${SUBJECT_COLUMNS}, gone)`, subjectStages(staged))
  await copyRows(client, `st_finding (${FINDING_COLUMNS})`, findingRows(staged))
  await copyRows(client, `st_excepted (${EXCEPTED_COLUMNS})`, exceptedRows(staged))
  await client.query('INSERT INTO st_check (check_id) SELECT unnest($1::int[])', [staged.evaluated])
  // A plan for a few rows is right without statistics; making them would cost more than the rows.
  if (staged.changed.length + staged.gone.length > MANY)
    await client.query('ANALYZE st_subject; ANALYZE st_finding; ANALYZE st_excepted; ANALYZE st_check')
}

function* subjectStages(staged: Staged) {
  for (const row of subjectRows(staged)) yield [...row, false]
  for (const key of staged.gone) yield [key, null, '{}', '{}', '{}', null, null, null, null, 0, null, true]
}
