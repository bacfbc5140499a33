import { setTimeout as sleep } from 'node:timers/promises'
import { ProductError } from '#lib/errors.ts'
import { readMigrations, withSchemaEngine } from './schema-engine.ts'

const TRIES = 6

/**
 * Applies what is not yet applied, in name order, and returns the names. Safe to run from several processes: the
 * engine's lock lets one through, and the others try again until it is done.
 */
export async function migrate(connectionString: string): Promise<string[]> {
  const migrationsList = await readMigrations()
  for (let attempt = 1; ; attempt++) {
    try {
      return await withSchemaEngine(connectionString, async (engine) => {
        const filters = { externalTables: [], externalEnums: [] }
        return (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames
      })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (attempt < TRIES && /advisory lock|timed out/i.test(message)) await sleep(2_000)
      else throw new ProductError('unavailable', `the database could not be migrated: ${message}`, { cause: error })
    }
  }
}
