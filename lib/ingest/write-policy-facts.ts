import type { ClientBase } from 'pg'
import type { StatedPolicy } from '#lib/domain/policy.ts'
import { severityCode } from '#lib/domain/severity.ts'

/** Writes what policies say their checks mean over what reports said; those of whole policies first, so that the narrower win. */
export async function writePolicyFacts(client: ClientBase, policies: readonly StatedPolicy[]): Promise<void> {
  for (const isWhole of [true, false]) {
    const rows = policies
      .filter(({ isWholePolicy, rules }) => isWholePolicy === isWhole && (isWhole || rules.length > 0))
      .flatMap(({ engine, policy, rules, title, category, severity, description, helpUri }) =>
        (isWhole ? [null] : rules.map(({ rule }) => rule)).map((rule) => ({
          engine,
          policy,
          rule,
          title,
          category,
          severity: severity && severityCode(severity),
          description,
          help_uri: helpUri,
        })),
      )
    if (rows.length === 0) continue
    await client.query(
      `UPDATE policy_check c SET title = coalesce(r.title, c.title), category = coalesce(r.category, c.category),
         severity = coalesce(r.severity, c.severity), description = coalesce(r.description, c.description),
         help_uri = coalesce(r.help_uri, c.help_uri)
       FROM jsonb_to_recordset($1::jsonb) AS r (engine text, policy text, rule text, title text, category text, severity smallint,
         description text, help_uri text)
       WHERE c.engine = r.engine AND c.policy = r.policy AND (r.rule IS NULL OR c.rule = r.rule)
         AND (c.title, c.category, c.severity, c.description, c.help_uri) IS DISTINCT FROM
             (coalesce(r.title, c.title), coalesce(r.category, c.category), coalesce(r.severity, c.severity),
              coalesce(r.description, c.description), coalesce(r.help_uri, c.help_uri))`,
      [JSON.stringify(rows)],
    )
  }
}
