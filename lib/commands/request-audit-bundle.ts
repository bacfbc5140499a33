import type { Db } from '#lib/db/connect.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { auditInScope } from '#lib/domain/audit-in-scope.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { createBundleRow } from '#lib/evidence/create-bundle-row.ts'
import { getAuditGrant } from '#lib/queries/get-audit-grant.ts'
import { refuseSecondBundle } from './refuse-second-bundle.ts'

/** Asks for the bundle of an audit: its window, its scope, its frameworks. Its auditors may have it. */
export async function requestAuditBundle(
  db: Db,
  { auditId, by, now }: { auditId: string; by: Actor; now: Date },
): Promise<{ id: string; sequence: number }> {
  demand(by, 'bundle.make')
  const audit = await getAuditGrant(db, auditId)
  if (!audit || !auditInScope(by.scope, audit.limits)) throw new ProductError('not-found', 'The audit does not exist.')
  const period = { start: audit.window.from, end: audit.window.until }
  await refuseSecondBundle(db, period, auditId)
  return createBundleRow(db, { kind: 'on-demand', period, by, now, auditId })
}
