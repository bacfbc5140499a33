'use server'

import { revalidatePath } from 'next/cache.js'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { getDb } from '#app/_server/db.ts'
import type { FormState } from '#app/_server/form-state.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { discoverProvider } from '#lib/auth/oidc/provider-client.ts'
import { addIdentityProvider } from '#lib/commands/add-identity-provider.ts'
import { changeIdentityProvider } from '#lib/commands/change-identity-provider.ts'
import { removeIdentityProvider } from '#lib/commands/remove-identity-provider.ts'
import { setGroupRules } from '#lib/commands/set-group-rules.ts'
import { switchIdentityProvider } from '#lib/commands/switch-identity-provider.ts'
import { GroupRule, IdentityProvider } from '#lib/domain/identity-provider.ts'
import { readEnv } from '#lib/env.ts'
import { ProductError } from '#lib/errors.ts'

type Given = Omit<IdentityProvider, 'clientSecret'>
export type ProviderState = FormState & { found?: string[]; given?: Given }

const Id = z.string().regex(/^[a-z0-9-]{1,100}$/)

/** Adds or changes a provider, or asks it only whether it is there. */
export async function saveProvider(_before: ProviderState, form: FormData): Promise<ProviderState> {
  const by = await requirePermission('provider.manage')
  const id = Id.safeParse(form.get('id'))
  const parsed = IdentityProvider.safeParse(Object.fromEntries(form))
  if (!parsed.success) return { error: parsed.error.issues[0]?.message ?? 'The form is not filled in.' }
  const { clientSecret: _secret, ...given } = parsed.data
  let added = ''
  try {
    if (form.get('intent') === 'test') return { given, found: await test(parsed.data) }
    const change = { wanted: parsed.data, secret: readEnv().secret, by, now: now() }
    if (id.success) await changeIdentityProvider(getDb(), { id: id.data, ...change })
    else added = (await addIdentityProvider(getDb(), change)).id
  } catch (error) {
    if (error instanceof ProductError) return { given, error: error.message }
    throw error
  }
  revalidatePath('/settings/sign-in', 'layout')
  if (added) redirect(`/settings/sign-in/${added}#rules`)
  return { given, done: 'Saved.' }
}

async function test({ issuer, clientId, clientSecret }: IdentityProvider): Promise<string[]> {
  const client = await discoverProvider({ issuer, clientId, clientSecret: clientSecret || undefined })
  const {
    authorization_endpoint,
    token_endpoint,
    userinfo_endpoint,
    scopes_supported,
    code_challenge_methods_supported,
  } = client.serverMetadata()
  return [
    `People sign in at ${authorization_endpoint ?? 'an address it does not name'}.`,
    `Codes are exchanged at ${token_endpoint ?? 'an address it does not name'}${userinfo_endpoint ? `, more is asked for at ${userinfo_endpoint}` : ''}.`,
    ...(scopes_supported ? [`It knows the scopes ${scopes_supported.join(', ')}.`] : []),
    code_challenge_methods_supported?.includes('S256')
      ? 'It knows PKCE with S256.'
      : 'It does not say that it knows PKCE; it is sent all the same.',
    'Whether the client id and the secret are right shows at the first sign-in.',
  ]
}

export async function switchProvider(_before: FormState, form: FormData): Promise<FormState> {
  const by = await requirePermission('provider.manage')
  return change(form, (id) => switchIdentityProvider(getDb(), { id, isOn: form.get('on') === 'yes', by, now: now() }))
}

export async function removeProvider(_before: FormState, form: FormData): Promise<FormState> {
  const by = await requirePermission('provider.manage')
  return change(form, (id) => removeIdentityProvider(getDb(), { id, by, now: now() }))
}

/** Replaces the rules of a provider by those of the form, in its order. */
export async function saveGroupRules(_before: FormState, form: FormData): Promise<FormState> {
  const by = await requirePermission('provider.manage')
  let given: unknown
  try {
    given = JSON.parse(String(form.get('rules') ?? ''))
  } catch {
    return { error: 'The rules did not arrive whole. Try again.' }
  }
  const rules = z.array(GroupRule).max(200).safeParse(given)
  if (!rules.success) return { error: rules.error.issues[0]?.message ?? 'A rule is not complete.' }
  return change(form, (id) => setGroupRules(getDb(), { id, rules: rules.data, by, now: now() }))
}

async function change(form: FormData, run: (id: string) => Promise<void>): Promise<FormState> {
  const id = Id.safeParse(form.get('id'))
  if (!id.success) return { error: 'The provider does not exist.' }
  try {
    await run(id.data)
  } catch (error) {
    if (error instanceof ProductError) return { error: error.message }
    throw error
  }
  revalidatePath('/settings/sign-in', 'layout')
  return { done: 'Saved.' }
}
