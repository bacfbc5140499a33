import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { slugOf, TEAM_LABELS } from '#lib/domain/ownership.ts'

export type NamespaceLabels = { name: string; labels: Record<string, string> }

/** Keeps the labels of a cluster's namespaces, and makes the teams that they name and nobody made yet. True when anything changed. */
export async function recordNamespaces(
  db: Db,
  sourceId: number,
  namespaces: NamespaceLabels[],
  now: Date,
): Promise<boolean> {
  if (!namespaces.length) return false
  return inTransaction(db, async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO namespace_label AS l (source_id, namespace, labels, seen_at)
       SELECT $1, n.name, n.labels, $3 FROM jsonb_to_recordset($2::jsonb) AS n (name text, labels jsonb)
       ON CONFLICT (source_id, namespace) DO UPDATE SET labels = excluded.labels, seen_at = excluded.seen_at
       WHERE l.labels IS DISTINCT FROM excluded.labels`,
      [sourceId, JSON.stringify(namespaces), now],
    )
    if (!rowCount) return false
    const teams = new Map<string, string>()
    for (const { labels } of namespaces) {
      const name = TEAM_LABELS.map((key) => labels[key]).find(Boolean)
      if (name && slugOf(name)) teams.set(slugOf(name), name)
    }
    await client.query(
      `INSERT INTO team (slug, name, origin, created_at) SELECT t.slug, t.name, 'label', $3
       FROM unnest($1::text[], $2::text[]) AS t (slug, name) ON CONFLICT (slug) DO NOTHING`,
      [[...teams.keys()], [...teams.values()], now],
    )
    return true
  })
}
