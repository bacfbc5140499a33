import { z } from 'zod'
import { Limits } from '#lib/domain/grant.ts'

export const AuditRow = z.object({
  id: z.string(),
  name: z.string(),
  frameworks: z.array(z.object({ id: z.string(), title: z.string() })),
  from: z.date(),
  /** Not part of the window any more. */
  until: z.date(),
  limits: Limits.omit({ teams: true }),
  /** The names of the sources it is limited to. */
  sources: z.array(z.string()),
  expiresAt: z.date(),
  createdBy: z.string(),
  createdAt: z.date(),
  closedAt: z.date().nullable(),
  people: z.number().int(),
})
export type AuditRow = z.infer<typeof AuditRow>

export const AUDIT_COLUMNS = `a.id, a.name, a.window_from AS "from", a.window_to AS until, a.limits, a.expires_at AS "expiresAt",
  a.created_by AS "createdBy", a.created_at AS "createdAt", a.closed_at AS "closedAt",
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', f.id, 'title', f.title) ORDER BY f.position)
            FROM framework f WHERE f.id = ANY (a.frameworks)), '[]') AS frameworks,
  ARRAY(SELECT s.name FROM source s WHERE a.limits -> 'sources' @> to_jsonb(s.id) ORDER BY s.name) AS sources,
  (SELECT count(*) FROM "user" u WHERE u.audit_id = a.id)::int AS people`
