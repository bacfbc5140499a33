import type { PoolClient } from 'pg'
import type { Db } from '#lib/db/connect.ts'

export type ClaimedBundle = {
  id: string
  sequence: number
  kind: 'monthly' | 'on-demand'
  periodStart: Date
  periodEnd: Date
  /** The audit whose evidence it holds; null: everything. */
  auditId: string | null
}

export type Claim = {
  bundle: ClaimedBundle
  /** Says what is being done, on the claim's own connection: no other has to be free for it. */
  note: (text: string) => Promise<void>
  release: () => Promise<void>
}

/**
 * Takes a queued bundle for this process until `release`; undefined when another has it or it is finished. The claim is a
 * lock of a database session: it ends with the process, so a `running` bundle that nobody holds can be taken again.
 */
export async function claimBundle(db: Db, id: string): Promise<Claim | undefined> {
  const client = await db.sql.connect()
  try {
    const bundle = await take(client, id)
    if (bundle)
      return {
        bundle,
        note: async (text) => {
          await client.query('UPDATE bundle SET progress = $2 WHERE id = $1', [id, text])
        },
        release: () => letGo(client, id),
      }
  } catch (error) {
    client.release(true)
    throw error
  }
  await letGo(client, id)
  return undefined
}

async function take(client: PoolClient, id: string): Promise<ClaimedBundle | undefined> {
  const { rows: locks } = await client.query<{ isMine: boolean }>(
    `SELECT pg_try_advisory_lock(hashtext('bundle'), hashtext($1)) AS "isMine"`,
    [id],
  )
  if (!locks[0]?.isMine) return undefined
  const { rows } = await client.query<ClaimedBundle>(
    `UPDATE bundle SET state = 'running', progress = NULL, error = NULL WHERE id = $1 AND state IN ('queued', 'running')
     RETURNING id, sequence, kind, period_start AS "periodStart", period_end AS "periodEnd", audit_id AS "auditId"`,
    [id],
  )
  return rows[0]
}

/** The lock belongs to the session: one that cannot be given back goes with its connection. */
async function letGo(client: PoolClient, id: string): Promise<void> {
  try {
    await client.query(`SELECT pg_advisory_unlock(hashtext('bundle'), hashtext($1))`, [id])
    client.release()
  } catch {
    client.release(true)
  }
}
