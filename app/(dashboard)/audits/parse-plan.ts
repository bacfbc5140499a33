import { AuditPlan } from '#lib/domain/audit-plan.ts'

/** The plan that a form asks for. A limit that nothing was chosen for does not limit. */
export function parsePlan(form: FormData): { plan: AuditPlan } | { error: string } {
  const [sources, environments] = [form.getAll('sources'), form.getAll('environments')]
  const parsed = AuditPlan.safeParse({
    name: form.get('name'),
    frameworks: form.getAll('frameworks'),
    from: form.get('from'),
    to: form.get('to'),
    expiresOn: form.get('expiresOn'),
    ...(sources.length && { sources: sources.map(Number) }),
    ...(environments.length && { environments }),
  })
  return parsed.success
    ? { plan: parsed.data }
    : { error: parsed.error.issues[0]?.message ?? 'The form is not filled in.' }
}
