import type { Sql } from '#lib/db/connect.ts'
import type { Check } from '#lib/domain/result.ts'
import { severityCode } from '#lib/domain/severity.ts'

export type CheckIds = { idOf: (check: Check) => number }

const keyOf = ({ engine, policy, rule }: Pick<Check, 'engine' | 'policy' | 'rule'>) => `${engine}\0${policy}\0${rule}`

/**
 * Gives every check its number, adding those never seen. Facts that a document knows and the record lacks (title,
 * category, severity) are filled in; what is there stays.
 */
export async function registerChecks(sql: Sql, checks: Iterable<Check>, now: Date): Promise<CheckIds> {
  const byObject = new Map<Check, string>()
  const wanted = new Map<string, Check>()
  for (const check of checks) {
    if (byObject.has(check)) continue
    const key = keyOf(check)
    byObject.set(check, key)
    const known = wanted.get(key)
    if (!known || factsOf(check) > factsOf(known)) wanted.set(key, check)
  }
  const list = [...wanted.values()]
  const known = await find(sql, list)
  const missing = list.filter((check) => !known.has(keyOf(check)))
  const lacking = list.filter((check) => isRicher(check, known.get(keyOf(check))))
  if (missing.length || lacking.length) {
    await write(sql, [...missing, ...lacking], now)
    for (const [key, row] of await find(sql, missing)) known.set(key, row)
  }
  const ids = new Map<Check, number>()
  for (const [check, key] of byObject) {
    const row = known.get(key)
    if (row) ids.set(check, row.id)
  }
  return {
    idOf: (check) => {
      const id = ids.get(check) ?? known.get(keyOf(check))?.id
      if (id === undefined) throw new Error(`check ${check.engine}/${check.policy}/${check.rule} was not registered`)
      return id
    },
  }
}

type Known = { id: number; title: string | null; category: string | null; severity: number }

const factsOf = (check: Check) =>
  Number(!!check.title) + Number(!!check.category) + Number(!!check.severity && check.severity !== 'unknown')

const isRicher = (check: Check, row: Known | undefined): boolean =>
  row !== undefined &&
  ((!row.title && !!check.title) ||
    (!row.category && !!check.category) ||
    (row.severity === severityCode('unknown') && severityCode(check.severity ?? 'unknown') !== row.severity))

async function find(sql: Sql, checks: Check[]): Promise<Map<string, Known>> {
  if (!checks.length) return new Map()
  const { rows } = await sql.query<Known & Pick<Check, 'engine' | 'policy' | 'rule'>>(
    `SELECT c.id, c.engine, c.policy, c.rule, c.title, c.category, c.severity FROM policy_check c
     JOIN unnest($1::text[], $2::text[], $3::text[]) AS w (engine, policy, rule) USING (engine, policy, rule)`,
    [checks.map((c) => c.engine), checks.map((c) => c.policy), checks.map((c) => c.rule)],
  )
  return new Map(rows.map((row) => [keyOf(row), row]))
}

async function write(sql: Sql, checks: Check[], now: Date): Promise<void> {
  await sql.query(
    `INSERT INTO policy_check AS c (engine, policy, rule, title, category, severity, help_uri, first_at)
     SELECT w.*, $8 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::text[]) AS w
     ON CONFLICT (engine, policy, rule) DO UPDATE
     SET title = coalesce(c.title, excluded.title), category = coalesce(c.category, excluded.category),
         help_uri = coalesce(c.help_uri, excluded.help_uri),
         severity = CASE WHEN c.severity = 6 THEN excluded.severity ELSE c.severity END`,
    [
      checks.map((c) => c.engine),
      checks.map((c) => c.policy),
      checks.map((c) => c.rule),
      checks.map((c) => c.title ?? null),
      checks.map((c) => c.category ?? null),
      checks.map((c) => severityCode(c.severity ?? 'unknown')),
      checks.map((c) => c.helpUri ?? null),
      now,
    ],
  )
}
