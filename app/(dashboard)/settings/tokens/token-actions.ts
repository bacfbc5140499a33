'use server'

import { revalidatePath } from 'next/cache.js'
import { z } from 'zod'
import { getDb } from '#app/_server/db.ts'
import type { FormState } from '#app/_server/form-state.ts'
import { now, requirePermission, type Viewer } from '#app/_server/session.ts'
import { createSource } from '#lib/commands/create-source.ts'
import { createToken, DEFAULT_TOKEN_DAYS } from '#lib/commands/create-token.ts'
import { revokeToken } from '#lib/commands/revoke-token.ts'
import { TOKEN_KINDS } from '#lib/domain/token-kinds.ts'
import { readEnv } from '#lib/env.ts'
import { ProductError } from '#lib/errors.ts'
import { tryCommand } from './try-command.ts'

const Form = z.object({
  name: z.string().trim().min(1, 'Give the token a name.').max(100, 'A name has at most 100 characters.'),
  kind: z.enum(TOKEN_KINDS, 'Choose what the token is for.'),
  days: z.coerce.number().int().catch(DEFAULT_TOKEN_DAYS),
  source: z.string().trim().max(200),
  role: z.enum(['admin', 'officer', 'member'], 'Choose a role.').optional(),
  teams: z.array(z.coerce.number().int()),
  sources: z.array(z.coerce.number().int()),
  environments: z.array(z.string().max(200)),
})

export type TokenFormState = FormState & {
  made?: { id: string; name: string; token: string; command: string }
}

/** Makes a token, whose text is answered once. A source by a name that is new becomes a pipeline. */
export async function createTokenAction(_before: TokenFormState, form: FormData): Promise<TokenFormState> {
  const by = await requirePermission('token.manage')
  const text = (name: string) => String(form.get(name) ?? '')
  const parsed = Form.safeParse({
    name: text('name'),
    source: text('source'),
    kind: text('kind'),
    days: text('days') || undefined,
    role: form.get('role') ?? undefined,
    teams: form.getAll('teams'),
    sources: form.getAll('sources'),
    environments: form.getAll('environments'),
  })
  if (!parsed.success) return { error: parsed.error.issues[0]?.message ?? 'The form is not filled in.' }
  try {
    const wanted = await wantedOf(parsed.data, by)
    const { id, token } = await createToken(getDb(), { wanted, by, now: now() })
    revalidatePath('/settings/tokens')
    revalidatePath('/sources', 'layout')
    return { made: { id, name: parsed.data.name, token, command: tryCommand(parsed.data.kind, readEnv().baseUrl) } }
  } catch (error) {
    if (error instanceof ProductError) return { error: error.message }
    throw error
  }
}

async function wantedOf({ name, kind, days, source, role, ...chosen }: z.infer<typeof Form>, by: Viewer) {
  if (kind === 'metrics') return { name, kind, days }
  if (kind === 'ingest') {
    if (!source) throw new ProductError('invalid', 'Name the source whose results the token may store.')
    const { id: sourceId } = await createSource(getDb(), { wanted: { name: source, kind: 'pipeline' }, by, now: now() })
    return { name, kind, days, sourceId }
  }
  if (!role) throw new ProductError('invalid', 'Choose a role.')
  const { teams, sources, environments } = chosen
  const limits = {
    ...(teams.length && { teams }),
    ...(sources.length && { sources }),
    ...(environments.length && { environments }),
  }
  return { name, kind, days, role, limits }
}

export async function revokeTokenAction(_before: FormState, form: FormData): Promise<FormState> {
  const by = await requirePermission('token.manage')
  const id = z.guid().safeParse(form.get('id'))
  if (!id.success) return { error: 'The token does not exist.' }
  try {
    await revokeToken(getDb(), { id: id.data, by, now: now() })
  } catch (error) {
    if (error instanceof ProductError) return { error: error.message }
    throw error
  }
  revalidatePath('/settings/tokens')
  revalidatePath('/sources', 'layout')
  return { done: 'Revoked.' }
}
