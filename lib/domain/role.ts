/** What a person or a read token is here. Deny by default: every permission names the roles that have it. */
export const ROLES = ['admin', 'officer', 'member', 'auditor'] as const
export type Role = (typeof ROLES)[number]

export const isRole = (text: unknown): text is Role => ROLES.some((role) => role === text)
