import { loadCatalogs } from '#lib/commands/load-catalogs.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { program } from '#lib/domain/actor.ts'
import { connect } from './connect.ts'
import { migrate } from './migrate.ts'
import { ensurePartitions } from './partitions.ts'

/** Brings a database to what this version needs: migrations, partitions, catalogues. Returns the migrations applied. */
export async function prepareDatabase(url: string, now: Date): Promise<string[]> {
  const applied = await migrate(url)
  const db = connect(url, { max: 2 })
  try {
    await ensurePartitions(db.sql, now)
    if (applied.length)
      await writeAuditRow(db.sql, {
        at: now,
        by: program('system'),
        action: 'database.migrated',
        object: 'database',
        detail: { applied },
      })
    await loadCatalogs(db, now)
  } finally {
    await db.close()
  }
  return applied
}
