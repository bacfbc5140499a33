import { z } from 'zod'
import { ROLES } from '#lib/domain/role.ts'
import type { UserAccess } from '#lib/domain/user-access.ts'

const Form = z.object({
  role: z.enum(ROLES, 'Choose a role.'),
  teams: z.array(z.coerce.number().int()),
  sources: z.array(z.coerce.number().int()),
  environments: z.array(z.string().max(200)),
  audit: z.guid('Choose the audit.').or(z.literal('')),
})

/** The access that a form asks for. A limit that nothing was chosen for does not limit. */
export function parseAccess(form: FormData): { access: UserAccess } | { error: string } {
  const parsed = Form.safeParse({
    role: form.get('role'),
    teams: form.getAll('teams'),
    sources: form.getAll('sources'),
    environments: form.getAll('environments'),
    audit: form.get('audit') ?? '',
  })
  if (!parsed.success) return { error: parsed.error.issues[0]?.message ?? 'The form is not filled in.' }
  const { role, teams, sources, environments, audit } = parsed.data
  const limits = { ...(sources.length && { sources }), ...(environments.length && { environments }) }
  return { access: { role, limits, teams, auditId: audit || null } }
}
