import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { isReported } from './is-reported.ts'
import { teamInScope } from './team-in-scope.ts'

const Row = z.object({
  sources: z.array(z.string()),
  teams: z.array(z.object({ slug: z.string(), name: z.string() })),
  engines: z.array(z.string()),
  environments: z.array(z.string()),
})
export type FilterOptions = z.infer<typeof Row>

/** What a filter may be set to in this scope: names of up to 500 sources and teams, in order. */
export async function listFilterOptions(db: Db, scope: Scope): Promise<FilterOptions> {
  const params: unknown[] = [scope.sources === 'all' ? null : scope.sources]
  const { rows } = await db.sql.query(
    `WITH seen AS (SELECT id, name, environment FROM source WHERE removed_at IS NULL AND ($1::int[] IS NULL OR id = ANY ($1)))
     SELECT
       ARRAY(SELECT name FROM seen ORDER BY name LIMIT 500) AS sources,
       coalesce((SELECT jsonb_agg(t) FROM (
         SELECT slug, name FROM team WHERE ${teamInScope(scope, 'team.id', params)} ORDER BY name LIMIT 500) t), '[]') AS teams,
       ARRAY(SELECT DISTINCT engine FROM policy_check c
         WHERE ${isReported(scope, params)} ORDER BY 1) AS engines,
       ARRAY(SELECT DISTINCT environment FROM seen ORDER BY 1) AS environments`,
    params,
  )
  return z.tuple([Row]).parse(rows)[0]
}
