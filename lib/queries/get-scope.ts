import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { Grant, Limits } from '#lib/domain/grant.ts'
import { EVERYTHING, NOTHING, type Scope } from '#lib/domain/scope.ts'

const Row = z.object({
  sources: z.array(z.number()),
  wholeSources: z.array(z.number()),
  wholeEnvironments: z.array(z.string()),
})

/** The rows that a grant lets see, worked out against what there is now. Asked once a request. */
export async function getScope(db: Db, grant: Grant): Promise<Scope> {
  const { role, limits, audit } = grant
  if (role === 'auditor') {
    if (!audit) return NOTHING
    const { id, frameworks, window } = audit
    return { ...(await scopeOf(db, audit.limits, 'all')), frameworks, window, audit: id }
  }
  return scopeOf(db, limits, role === 'member' ? (limits.teams ?? []) : (limits.teams ?? 'all'))
}

async function scopeOf(db: Db, { sources, environments }: Limits, teams: Scope['teams']): Promise<Scope> {
  if (teams !== 'all' && !teams.length) return { ...NOTHING, frameworks: 'all' }
  if (teams === 'all' && !sources && !environments) return EVERYTHING
  const { rows } = await db.sql.query(WITHIN, [sources ?? null, environments ?? null, teams === 'all' ? null : teams])
  return { ...z.tuple([Row]).parse(rows)[0], teams, frameworks: 'all' }
}

/**
 * Of the sources within the limits: all of them, or those where one of the teams owns a subject. Whole is a source where
 * nobody else, and not nobody, owns one. Each look is one probe of the index on team and source.
 */
const WITHIN = `
  WITH limited AS (
    SELECT id, environment FROM source
    WHERE ($1::int[] IS NULL OR id = ANY ($1)) AND ($2::text[] IS NULL OR environment = ANY ($2))),
  mine AS (
    SELECT id, environment FROM limited
    WHERE $3::int[] IS NULL OR EXISTS (
      SELECT 1 FROM unnest($3::int[]) AS own (team_id) JOIN LATERAL (
        SELECT 1 FROM subject_state k WHERE k.team_id = own.team_id AND k.source_id = limited.id LIMIT 1) k ON true)),
  whole AS (
    SELECT id FROM mine
    WHERE $3::int[] IS NULL OR NOT EXISTS (
      SELECT 1 FROM (SELECT id FROM team UNION ALL SELECT 0) other JOIN LATERAL (
        SELECT 1 FROM subject_state k WHERE k.team_id = other.id AND k.source_id = mine.id LIMIT 1) k ON true
      WHERE other.id <> ALL ($3::int[])))
  SELECT ARRAY(SELECT id FROM mine ORDER BY id) AS sources, ARRAY(SELECT id FROM whole ORDER BY id) AS "wholeSources",
    ARRAY(SELECT environment FROM source GROUP BY environment
      HAVING bool_and(id IN (SELECT id FROM whole)) ORDER BY environment) AS "wholeEnvironments"`
