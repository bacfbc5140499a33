import type { ClientBase } from 'pg'

/** A mode that a check has in a place of a source; `since` counts only where it was not known. */
export type ModeRow = { check_id: number; place: string; mode: number; said: string; since: Date; is_baseline: boolean }

/** Ends every mode that policies which are gone have set. */
export async function endModes(client: ClientBase, sourceId: number, gone: string[], at: Date): Promise<void> {
  if (gone.length === 0) return
  await client.query(
    `WITH gone AS (
       UPDATE policy_object SET gone_at = $3, changed_at = $3 WHERE source_id = $1 AND policy_id = ANY ($2::uuid[]) RETURNING check_ids)
     UPDATE check_mode SET valid_to = $3
     WHERE source_id = $1 AND valid_to IS NULL AND check_id IN (SELECT unnest(check_ids) FROM gone)`,
    [sourceId, gone, at],
  )
}

/** Makes the modes that changed policies set equal to `modes`: one that stays keeps its beginning. */
export async function setModes(
  client: ClientBase,
  sourceId: number,
  { modes, policyIds, at }: { modes: readonly ModeRow[]; policyIds: readonly string[]; at: Date },
): Promise<void> {
  await client.query(
    'CREATE TEMP TABLE IF NOT EXISTS st_mode (check_id int, place text, mode smallint, said text, since timestamptz, is_baseline boolean, PRIMARY KEY (check_id, place)) ON COMMIT DELETE ROWS',
  )
  await client.query(
    `INSERT INTO st_mode SELECT * FROM jsonb_to_recordset($1::jsonb)
       AS r (check_id int, place text, mode smallint, said text, since timestamptz, is_baseline boolean) ON CONFLICT DO NOTHING`,
    [JSON.stringify(modes)],
  )
  await client.query(
    `UPDATE check_mode m SET valid_to = $2
     WHERE m.source_id = $1 AND m.valid_to IS NULL
       AND m.check_id IN (SELECT unnest(check_ids) FROM policy_object WHERE source_id = $1 AND policy_id = ANY ($3::uuid[]))
       AND NOT EXISTS (SELECT 1 FROM st_mode n WHERE (n.check_id, n.place, n.mode) = (m.check_id, m.place, m.mode))`,
    [sourceId, at, policyIds],
  )
  await client.query(
    `UPDATE check_mode m SET said = n.said FROM st_mode n
     WHERE m.source_id = $1 AND m.valid_to IS NULL AND (n.check_id, n.place) = (m.check_id, m.place) AND m.said <> n.said`,
    [sourceId],
  )
  await client.query(
    `INSERT INTO check_mode (source_id, check_id, place, mode, said, is_baseline, valid_from)
     SELECT $1, n.check_id, n.place, n.mode, n.said, n.is_baseline, n.since FROM st_mode n
     WHERE NOT EXISTS (SELECT 1 FROM check_mode m WHERE m.source_id = $1 AND m.valid_to IS NULL AND (m.check_id, m.place) = (n.check_id, n.place))
     ON CONFLICT (source_id, check_id, place, valid_from) DO UPDATE SET mode = excluded.mode, said = excluded.said, valid_to = NULL`,
    [sourceId],
  )
}
