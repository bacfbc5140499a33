import { checkText } from '#lib/domain/check-text.ts'
import { type BundleExport, sourceIds } from './bundle-export.ts'
import { DAY_MS } from './bundle-window.ts'
import type { CatalogRecords } from './catalog-records.ts'
import type { Question } from './snapshot.ts'

type Row = {
  sourceId: number
  id: string
  kind: string
  name: string
  namespace: string
  checks: string[]
  scope: string
  reason: string | null
  approver: string | null
  requester: string | null
  ticket: string | null
  createdAt: Date | null
  expiresAt: Date | null
  firstSeenAt: Date
  changedAt: Date
  goneAt: Date | null
}

export type RegisterEntry = Omit<Row, 'sourceId'> & {
  source: string
  /** At the end of what is covered. */
  state: 'active' | 'expired' | 'gone'
  withoutExpiry: boolean
  withoutApprover: boolean
  ageDays: number
  /** The controls that the checks it names speak for. */
  controls: string[]
}

/** What the sources state as excepted and that stood at some time of the period. */
export async function exceptionRegister(work: BundleExport, catalog: CatalogRecords): Promise<RegisterEntry[]> {
  if (work.isTeamLimited) return []
  const { snapshot, window, sources } = work
  const names = new Map(sources.map(({ id, name }) => [id, name]))
  const controlsOf = controlsByCheckText(work, catalog)
  const rows = await snapshot.rows<Row>(REGISTER, [sourceIds(work), window.start, window.cutoff])
  return rows.map(({ sourceId, ...row }) => ({
    source: names.get(sourceId) ?? '',
    ...row,
    state: stateAt(row, window.cutoff),
    withoutExpiry: row.expiresAt === null,
    withoutApprover: !row.approver,
    ageDays: Math.floor((window.cutoff.getTime() - (row.createdAt ?? row.firstSeenAt).getTime()) / DAY_MS),
    controls: [...new Set(row.checks.flatMap((text) => [...(controlsOf.get(text.replace(/\/\*$/, '')) ?? [])]))].sort(),
  }))
}

function stateAt({ goneAt, expiresAt }: Pick<Row, 'goneAt' | 'expiresAt'>, at: Date): RegisterEntry['state'] {
  if (goneAt && goneAt < at) return 'gone'
  return expiresAt && expiresAt <= at ? 'expired' : 'active'
}

/** Exceptions name checks as their authors wrote them: with or without the engine, a whole policy or one rule of it. */
function controlsByCheckText({ checks }: BundleExport, { mappingsOf, checksOf }: CatalogRecords) {
  const found = new Map<string, Set<string>>()
  for (const [control, links] of mappingsOf)
    for (const { mapping } of links)
      for (const id of checksOf.get(mapping) ?? []) {
        const check = checks.get(id)
        if (!check) continue
        const { engine, policy, rule } = check
        for (const text of new Set([checkText(check), `${engine}/${policy}`, policy, rule && `${policy}/${rule}`]))
          if (text) found.set(text, (found.get(text) ?? new Set()).add(control))
      }
  return found
}

const REGISTER: Question = {
  name: 'exceptions',
  about:
    'Exceptions that stood in the period; their words are the latest that were read. $1 sources, $2 start, $3 end.',
  sql: `
SELECT x.source_id AS "sourceId", x.exception_id AS id, x.kind, x.name, x.namespace, x.checks, x.scope, x.reason, x.approver,
       x.requester, x.ticket, x.created_at AS "createdAt", x.expires_at AS "expiresAt", x.first_seen_at AS "firstSeenAt",
       x.changed_at AS "changedAt", x.gone_at AS "goneAt"
FROM exception x JOIN source s ON s.id = x.source_id
WHERE x.source_id = ANY ($1::int[]) AND x.first_seen_at < $3 AND (x.gone_at IS NULL OR x.gone_at >= $2)
ORDER BY s.name COLLATE "C", x.kind COLLATE "C", x.namespace COLLATE "C", x.name COLLATE "C", x.scope COLLATE "C", x.exception_id`,
}
