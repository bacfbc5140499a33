import type { Sql } from '#lib/db/connect.ts'
import { type OwnerRule, ownerOf } from '#lib/domain/ownership.ts'
import type { Subject } from '#lib/domain/result.ts'

type Answer = {
  name: string
  repository: string | null
  rules: OwnerRule[]
  teams: { slug: string; id: number }[]
  namespaces: { namespace: string; labels: Record<string, string> }[]
}

/** Who owns a subject of this source, by the rules and labels as they are now; 0 when nobody does. */
export async function loadOwners(sql: Sql, sourceId: number): Promise<(subject: Subject) => number> {
  const { rows } = await sql.query<Answer>(OWNERS, [sourceId])
  const { name: source = '', repository = null, rules = [], teams = [], namespaces = [] } = rows[0] ?? {}
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

const OWNERS = `
SELECT s.name, s.repository,
  coalesce((SELECT json_agg(json_build_object('teamId', team_id, 'kind', kind, 'pattern', pattern, 'position', position)
                            ORDER BY position, id) FROM team_rule), '[]') AS rules,
  coalesce((SELECT json_agg(json_build_object('slug', slug, 'id', id)) FROM team), '[]') AS teams,
  coalesce((SELECT json_agg(json_build_object('namespace', namespace, 'labels', labels))
            FROM namespace_label WHERE source_id = s.id), '[]') AS namespaces
FROM source s WHERE s.id = $1`
