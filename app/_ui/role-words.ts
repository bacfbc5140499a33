import type { Role } from '#lib/domain/role.ts'

/** A role as a person says it. */
export const ROLE_NAME: Record<Role, string> = {
  admin: 'Administrator',
  officer: 'Compliance officer',
  member: 'Member',
  auditor: 'Auditor',
}

/** What somebody of a role sees and does, in one sentence. */
export const ROLE_MEANING: Record<Role, string> = {
  admin: 'Sees everything, and manages sources, teams, tokens and users.',
  officer: 'Sees everything unless limited, makes audits and evidence bundles, and reads the audit log.',
  member: 'Sees what their teams own, and can export it.',
  auditor: 'Sees the frameworks, window and sources of one audit, read only, until it expires.',
}
