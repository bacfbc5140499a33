import { loadCatalogs } from '#lib/commands/load-catalogs.ts'
import { connect } from './connect.ts'
import { migrate } from './migrate.ts'
import { ensurePartitions } from './partitions.ts'

/** Brings a database to what this version needs: migrations, partitions, catalogues. Returns the migrations applied. */
export async function prepareDatabase(url: string, now: Date): Promise<string[]> {
  const applied = await migrate(url)
  const db = connect(url, { max: 2 })
  try {
    await ensurePartitions(db.sql, now)
    await loadCatalogs(db, now)
  } finally {
    await db.close()
  }
  return applied
}
