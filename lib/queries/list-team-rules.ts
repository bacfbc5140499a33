import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { teamInScope } from './team-in-scope.ts'

const Row = z.object({
  id: z.number().int(),
  order: z.number().int(),
  kind: z.enum(['namespace', 'repository', 'label']),
  pattern: z.string(),
  teamId: z.number().int(),
  team: z.string(),
  slug: z.string(),
  isFirst: z.boolean(),
  isLast: z.boolean(),
})
export type TeamRuleRow = z.infer<typeof Row>

/** The rules of ownership in the order they are asked, counted over all teams; those of teams in scope. */
export async function listTeamRules(db: Db, scope: Scope): Promise<TeamRuleRow[]> {
  const params: unknown[] = []
  const { rows } = await db.sql.query(
    `SELECT r.id, r.n::int AS order, r.kind, r.pattern, r.team_id AS "teamId", t.name AS team, t.slug, r.n = 1 AS "isFirst", r.n = r.total AS "isLast"
     FROM (SELECT *, row_number() OVER (ORDER BY position, id) AS n, count(*) OVER () AS total FROM team_rule
       WHERE ${teamInScope(scope, 'team_rule.team_id', params)}) r
     JOIN team t ON t.id = r.team_id
     ORDER BY r.n`,
    params,
  )
  return z.array(Row).parse(rows)
}
