import type { Scope } from '#lib/domain/scope.ts'
import { inScope } from '#lib/queries/in-scope.ts'
import type { BundleWindow } from './bundle-window.ts'
import { safeNames } from './safe-names.ts'
import type { Snapshot } from './snapshot.ts'

export type BundleSource = {
  id: number
  name: string
  /** Its name as a folder. */
  folder: string
  kind: 'cluster' | 'pipeline'
  environment: string
  repository: string | null
  createdAt: Date
  removedAt: Date | null
}

type Row = Omit<BundleSource, 'folder'> & { isScanned: boolean }
export type BundleSources = { inside: BundleSource[]; outside: { name: string; kind: string; reason: string }[] }

/** The sources in scope: those that were there in the period, by id, and those that were not, with the reason. */
export async function bundleSources(snapshot: Snapshot, scope: Scope, window: BundleWindow): Promise<BundleSources> {
  const params: unknown[] = [window.start, window.cutoff]
  const sql = `
SELECT s.id, s.name, s.kind, s.environment, s.repository, s.created_at AS "createdAt", s.removed_at AS "removedAt",
       EXISTS (SELECT 1 FROM scan c WHERE c.source_id = s.id AND c.observed_at >= $1 AND c.observed_at < $2) AS "isScanned"
FROM (SELECT *, id AS source_id FROM source) s
WHERE ${inScope(scope, 'source', 's', params)}
ORDER BY s.id`
  const about = 'Every source in scope. $1 start of the period, $2 end of what is covered.'
  const rows = await snapshot.rows<Row>({ name: 'sources', about, sql }, params)
  const folders = safeNames(rows.map(({ name }) => name))
  const sources: BundleSources = { inside: [], outside: [] }
  for (const { isScanned, ...source } of rows) {
    const reason = isScanned ? undefined : whyOutside(source, window)
    if (reason) sources.outside.push({ name: source.name, kind: source.kind, reason })
    else sources.inside.push({ ...source, folder: folders.get(source.name) ?? '' })
  }
  return sources
}

function whyOutside({ createdAt, removedAt }: Omit<BundleSource, 'folder'>, { start, cutoff }: BundleWindow) {
  if (removedAt && removedAt <= start) return `removed on ${removedAt.toISOString()}, before the period`
  if (createdAt >= cutoff) return `added on ${createdAt.toISOString()}, after the period`
  return undefined
}
