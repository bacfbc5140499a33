import type { Sql } from './connect.ts'

/**
 * Counts that something was renewed which leaves no other mark, so that kept answers made of it are asked for again. Part of
 * the transaction that renews it: seen with what it stands for, or not at all.
 */
export async function markRenewed(sql: Sql, what: 'ownership' | 'policies' | 'refresh'): Promise<void> {
  await sql.query(
    `INSERT INTO setting (name, value) VALUES ($1, '{"renewed": 1}')
     ON CONFLICT (name) DO UPDATE SET value = jsonb_build_object('renewed', coalesce((setting.value ->> 'renewed')::bigint, 0) + 1)`,
    [what],
  )
}
