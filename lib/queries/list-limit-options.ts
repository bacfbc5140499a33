import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { environmentInScope, frameworkInScope } from './state-in-scope.ts'
import { teamInScope } from './team-in-scope.ts'

const Named = z.object({ id: z.number(), name: z.string() })
const Row = z.object({
  teams: z.array(Named),
  sources: z.array(Named),
  environments: z.array(z.string()),
  frameworks: z.array(z.object({ id: z.string(), title: z.string() })),
})
export type LimitOptions = z.infer<typeof Row>

/** What access can be limited to by somebody of this scope, who cannot give more than there is in it. */
export async function listLimitOptions(db: Db, scope: Scope): Promise<LimitOptions> {
  const params: unknown[] = [scope.wholeSources === 'all' ? null : scope.wholeSources]
  const { rows } = await db.sql.query(
    `SELECT
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) ORDER BY lower(t.name))
         FROM team t WHERE ${teamInScope(scope, 't.id', params)}), '[]') AS teams,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) ORDER BY s.name)
         FROM source s WHERE s.removed_at IS NULL AND ($1::int[] IS NULL OR s.id = ANY ($1))), '[]') AS sources,
       ARRAY(SELECT DISTINCT s.environment FROM source s
         WHERE s.removed_at IS NULL AND ${environmentInScope(scope, 's.environment', params)} ORDER BY 1) AS environments,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', f.id, 'title', f.title) ORDER BY f.position)
         FROM framework f WHERE ${frameworkInScope(scope, 'f.id', params)}), '[]') AS frameworks`,
    params,
  )
  return z.tuple([Row]).parse(rows)[0]
}
