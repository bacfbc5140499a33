import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { SEVERITIES, type Severity } from '#lib/domain/severity.ts'
import { bySeverity } from './by-severity.ts'
import { judgedAt } from './feed-times.ts'
import { findingRows } from './finding-rows.ts'
import { inScope } from './in-scope.ts'
import { teamInScope } from './team-in-scope.ts'

const Row = z.object({
  /** 0 stands for what nobody owns. */
  id: z.number().int(),
  slug: z.string(),
  name: z.string(),
  open: z.array(z.number().int()).length(6).transform(bySeverity),
  total: z.number().int(),
  overdue: z.number().int(),
  excepted: z.number().int(),
  subjects: z.number().int(),
})
export type TeamRow = z.infer<typeof Row> & { open: Record<Severity, number> }

/** The teams in scope by name with what they own and what is open on it now; last, with id 0, what nobody owns. */
export async function listTeams(db: Db, scope: Scope, { now, slug }: { now: Date; slug?: string }): Promise<TeamRow[]> {
  const params: unknown[] = [judgedAt(scope, now), slug ?? null]
  const counts = SEVERITIES.map((_, i) => `count(*) FILTER (WHERE f.severity = ${i + 1})::int`).join(', ')
  const { rows } = await db.sql.query(
    `SELECT t.id, t.slug, t.name, coalesce(f.open, '{0,0,0,0,0,0}') AS open, coalesce(f.total, 0) AS total,
            coalesce(f.overdue, 0) AS overdue, coalesce(e.excepted, 0) AS excepted, coalesce(s.subjects, 0) AS subjects
     FROM (SELECT id, slug, name FROM team UNION ALL SELECT 0, 'none', 'Nobody') t
     LEFT JOIN (SELECT f.team_id, ARRAY[${counts}] AS open, count(*)::int AS total, count(*) FILTER (WHERE f.due_at < $1)::int AS overdue
                FROM ${findingRows(scope, 'open', params)} f WHERE ${inScope(scope, 'open', 'f', params)} GROUP BY f.team_id) f ON f.team_id = t.id
     LEFT JOIN (SELECT x.team_id, count(*)::int AS excepted FROM finding_excepted x WHERE ${inScope(scope, 'excepted', 'x', params)} GROUP BY x.team_id) e ON e.team_id = t.id
     LEFT JOIN (SELECT k.team_id, count(*)::int AS subjects FROM subject_state k
                WHERE k.gone_at IS NULL AND ${inScope(scope, 'subject', 'k', params)} GROUP BY k.team_id) s ON s.team_id = t.id
     WHERE ${teamInScope(scope, 't.id', params)} AND ($2::text IS NULL OR t.slug = $2)
     ORDER BY t.id = 0, lower(t.name)`,
    params,
  )
  return z.array(Row).parse(rows)
}
