import { z } from 'zod'
import { MappingMatch } from '#lib/controls/mapping-entry.ts'
import { indexMappings, mappingsFor } from '#lib/controls/match-mapping.ts'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'

/** Raised when the rules of `mappingsFor` change, so that stored matches are made again. */
const MATCHING = '1'

/** One value for everything the matches depend on: checks, mapping version, matching rules. */
const SIGNATURE = `concat_ws(' ', '${MATCHING}',
  (SELECT string_agg(DISTINCT version, ',' ORDER BY version) FROM mapping),
  (SELECT concat_ws(' ', count(*), sum(hashtextextended(concat_ws(chr(31), id, engine, policy, rule, coalesce(category, '')), 0)))
   FROM policy_check))`

const Mappings = z.array(z.object({ id: z.string(), match: MappingMatch }))
type CheckRow = { id: number; engine: string; policy: string; rule: string; category?: string }

/**
 * Notes for every check which mapping entries speak for it. Everything is matched again when a check or the mapping
 * version is new; otherwise this is one query and writes nothing.
 */
export async function matchMappings(db: Db): Promise<{ matched: boolean; added: number; removed: number }> {
  const { rows } = await db.sql.query<{ same: boolean }>(
    `SELECT (SELECT value #>> '{}' FROM setting WHERE name = 'check-mapping') IS NOT DISTINCT FROM ${SIGNATURE} AS same`,
  )
  if (rows[0]?.same) return { matched: false, added: 0, removed: 0 }

  return inTransaction(db, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('match-mappings'))`)
    // The signature is of the very rows it comes with: a check or mapping that arrives meanwhile is for the next run.
    const { rows: before } = await client.query<{ signature: string; checks: CheckRow[] }>(
      `SELECT ${SIGNATURE} AS signature, coalesce(json_agg(json_strip_nulls(json_build_object(
                'id', id, 'engine', engine, 'policy', policy, 'rule', rule, 'category', category))), '[]') AS checks
       FROM policy_check`,
    )
    const index = indexMappings(Mappings.parse((await client.query(`SELECT id, match FROM mapping`)).rows))
    const pairs = before.flatMap(({ checks }) =>
      checks.flatMap((check) => mappingsFor(check, index).map((key) => [check.id, key] as const)),
    )
    const { rows: counts } = await client.query<{ added: number; removed: number }>(
      `WITH wanted AS (SELECT * FROM unnest($1::integer[], $2::text[]) AS w (check_id, mapping_id)),
       gone AS (
         DELETE FROM check_mapping WHERE (check_id, mapping_id) NOT IN (SELECT check_id, mapping_id FROM wanted)
         RETURNING 1),
       new AS (
         INSERT INTO check_mapping (check_id, mapping_id) SELECT check_id, mapping_id FROM wanted
         ON CONFLICT DO NOTHING RETURNING 1),
       done AS (
         INSERT INTO setting (name, value) VALUES ('check-mapping', to_jsonb($3::text))
         ON CONFLICT (name) DO UPDATE SET value = excluded.value)
       SELECT (SELECT count(*) FROM new) AS added, (SELECT count(*) FROM gone) AS removed`,
      [pairs.map(([id]) => id), pairs.map(([, key]) => key), before[0]?.signature],
    )
    return { matched: true, added: counts[0]?.added ?? 0, removed: counts[0]?.removed ?? 0 }
  })
}
