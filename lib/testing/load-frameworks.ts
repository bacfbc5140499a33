import { loadCatalogs } from '#lib/commands/load-catalogs.ts'
import type { Db } from '#lib/db/connect.ts'

/** The shipped catalogues and mappings, for tests of what reads them. */
export const loadFrameworks = async (db: Db): Promise<void> => {
  await loadCatalogs(db, new Date('2026-09-01T00:00:00Z'))
}
