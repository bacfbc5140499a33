import type { Sql } from '#lib/db/connect.ts'
import { type OwnerRule, ownerOf } from '#lib/domain/ownership.ts'
import type { Subject } from '#lib/domain/result.ts'

/** Who owns a subject of this source, by the rules and labels as they are now; 0 when nobody does. */
export async function loadOwners(sql: Sql, sourceId: number): Promise<(subject: Subject) => number> {
  const { rows: sources } = await sql.query<{ name: string; repository: string | null }>(
    'SELECT name, repository FROM source WHERE id = $1',
    [sourceId],
  )
  const { rows: rules } = await sql.query<OwnerRule>(
    'SELECT team_id AS "teamId", kind, pattern, position FROM team_rule ORDER BY position, id',
  )
  const { rows: teams } = await sql.query<{ slug: string; id: number }>('SELECT slug, id FROM team')
  const { rows: namespaces } = await sql.query<{ namespace: string; labels: Record<string, string> }>(
    'SELECT namespace, labels FROM namespace_label WHERE source_id = $1',
    [sourceId],
  )
  const { name: source = '', repository = null } = sources[0] ?? {}
  const bySlug = new Map(teams.map(({ slug, id }) => [slug, id]))
  const labels = new Map(namespaces.map((row) => [row.namespace, row.labels]))
  const settled = new Map<string, number>()

  return ({ kind, group, namespace, name }) => {
    const place = kind === 'Namespace' && group === '' ? name : namespace
    let team = settled.get(place)
    if (team === undefined) {
      team = ownerOf(rules, { source, repository, namespace: place, labels: labels.get(place) ?? {} }, bySlug)
      settled.set(place, team)
    }
    return team
  }
}
