import type { Db } from '#lib/db/connect.ts'
import type { Limits } from '#lib/domain/grant.ts'
import { ProductError } from '#lib/errors.ts'

type Named = {
  team: readonly string[] | undefined
  environment: readonly string[] | undefined
  source: readonly string[] | undefined
}

/** Limits by the names of things. A name that is not there throws: it would silently leave nothing to see. */
export async function findLimits(db: Db, { team, environment, source }: Named): Promise<Limits> {
  const all = async (sql: string) => (await db.sql.query<{ id: number; name: string }>(sql)).rows
  const teams = team && pick(await all('SELECT id, slug AS name FROM team'), team, 'team')
  const sources = source && pick(await all('SELECT id, name FROM source WHERE removed_at IS NULL'), source, 'source')
  const known = environment && (await all('SELECT DISTINCT 0 AS id, environment AS name FROM source'))
  if (known) pick(known, environment, 'environment')
  return {
    ...(teams && { teams }),
    ...(sources && { sources }),
    ...(environment && { environments: [...new Set(environment)] }),
  }
}

function pick(known: readonly { id: number; name: string }[], names: readonly string[], what: string): number[] {
  return [...new Set(names)].map((wanted) => {
    const found = known.find(({ name }) => name === wanted)
    if (found) return found.id
    throw new ProductError('not-found', `there is no ${what} "${wanted}"`)
  })
}
