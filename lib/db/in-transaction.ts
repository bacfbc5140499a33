import type { PoolClient } from 'pg'
import type { Db } from './connect.ts'

type Isolation = 'READ COMMITTED' | 'REPEATABLE READ'

/** Runs `work` on one client in one transaction; rolls back and rethrows when it fails. */
export async function inTransaction<T>(
  db: Db,
  work: (client: PoolClient) => Promise<T>,
  isolation: Isolation = 'READ COMMITTED',
): Promise<T> {
  const client = await db.sql.connect()
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`)
    const result = await work(client)
    await client.query('COMMIT')
    client.release()
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    client.release(error instanceof Error && /Connection terminated/.test(error.message))
    throw error
  }
}
