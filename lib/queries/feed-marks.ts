import { z } from 'zod'
import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from './in-scope.ts'

/** Of how many checks the list was cut, and how much of how much was shown. */
export const CutLists = z.object({ checks: z.number(), listed: z.number(), total: z.number() })
export type CutLists = z.infer<typeof CutLists>

/** The lists of a feed that are cut now, as one JSON value over the columns of `alias`; null when none is, or in a window. */
export function cutLists(scope: Scope, alias: string, params: unknown[]): string {
  if (scope.window) return 'NULL::jsonb'
  return `(SELECT jsonb_build_object('checks', count(*), 'listed', sum(cut.listed), 'total', sum(cut.total)) FROM feed_check cut
    WHERE cut.source_id = ${alias}.source_id AND cut.feed_id = ${alias}.feed_id AND cut.total > cut.listed AND cut.gone_at IS NULL
      AND ${inScope(scope, 'reported', 'cut', params)} HAVING count(*) > 0)`
}

/**
 * The engines of a feed that said no on its latest counted day and never yes, as a JSON list over the columns of `alias`. Of
 * Gatekeeper that is always so: its constraints pass, and no object that they looked at is named.
 */
export function passlessEngines(scope: Scope, alias: string, params: unknown[]): string {
  const counted = inScope(scope, 'checkDay', 'r', params)
  return `(SELECT coalesce(jsonb_agg(engine ORDER BY engine), '[]') FROM (
    SELECT c.engine FROM roll_check_day r
    JOIN policy_check c ON c.id = r.check_id
    JOIN feed_check own ON own.source_id = r.source_id AND own.feed_id = ${alias}.feed_id AND own.check_id = r.check_id
    WHERE r.source_id = ${alias}.source_id AND ${counted}
      AND r.day = (SELECT max(r.day) FROM roll_check_day r JOIN feed_check own USING (source_id, check_id)
                   WHERE r.source_id = ${alias}.source_id AND own.feed_id = ${alias}.feed_id AND ${counted})
    GROUP BY c.engine
    HAVING sum(r.fail + r.warn + r.error) > 0 AND (sum(r.pass) = 0 OR c.engine = 'gatekeeper')) passless)`
}
