import 'server-only'
import { getDb } from '#app/_server/db.ts'
import { auditState } from '#lib/domain/audit-state.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { listAudits } from '#lib/queries/list-audits.ts'
import { listLimitOptions } from '#lib/queries/list-limit-options.ts'

type Option = { value: string; label: string }
export type AccessOptions = { teams: Option[]; sources: Option[]; environments: string[]; audits: Option[] }

/** What access can be made of. Audits that auditors can still be invited to, beside the one that somebody has. */
export async function accessOptions(scope: Scope, now: Date, auditId?: string): Promise<AccessOptions> {
  const db = getDb()
  const [options, audits] = await Promise.all([listLimitOptions(db, scope), listAudits(db, scope)])
  const named = ({ id, name }: { id: number | string; name: string }): Option => ({ value: String(id), label: name })
  const isOpen = (state: string) => state === 'open' || state === 'upcoming'
  return {
    teams: options.teams.map(named),
    sources: options.sources.map(named),
    environments: options.environments,
    audits: audits.filter((audit) => audit.id === auditId || isOpen(auditState(audit, now))).map(named),
  }
}
