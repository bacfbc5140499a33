'use server'

import { revalidatePath } from 'next/cache.js'
import { redirect } from 'next/navigation'
import { getAuth } from '#app/_server/auth.ts'
import { getDb } from '#app/_server/db.ts'
import type { FormState } from '#app/_server/form-state.ts'
import { now, requirePermission, type Viewer } from '#app/_server/session.ts'
import { disableUser } from '#lib/commands/disable-user.ts'
import { enableUser } from '#lib/commands/enable-user.ts'
import { makeUserLink } from '#lib/commands/make-user-link.ts'
import { removeUser } from '#lib/commands/remove-user.ts'
import { setUserAccess } from '#lib/commands/set-user-access.ts'
import { readEnv } from '#lib/env.ts'
import { ProductError } from '#lib/errors.ts'
import { parseAccess } from '../_access/parse-access.ts'

export type LinkState = FormState & { link?: string }

export const disableUserAction = async (_before: FormState, form: FormData): Promise<FormState> =>
  change(form, 'Disabled.', (as) => disableUser(getDb(), as))

export const enableUserAction = async (_before: FormState, form: FormData): Promise<FormState> =>
  change(form, 'Enabled.', (as) => enableUser(getDb(), as))

export async function removeUserAction(_before: FormState, form: FormData): Promise<FormState> {
  const state = await change(form, 'Removed.', (as) => removeUser(getDb(), as))
  return state.error ? state : redirect('/settings/users')
}

export async function setAccessAction(_before: FormState, form: FormData): Promise<FormState> {
  const asked = parseAccess(form)
  if ('error' in asked) return { error: asked.error }
  return change(form, 'Saved.', (as) => setUserAccess(getDb(), { access: asked.access, ...as }))
}

/** A fresh one-time link, whose text is answered once. */
export async function makeLinkAction(_before: LinkState, form: FormData): Promise<LinkState> {
  let link = ''
  const state = await change(form, '', async (as) => {
    link = await makeUserLink(getDb(), { auth: getAuth(), baseUrl: readEnv().baseUrl, ...as })
  })
  return state.error ? state : { link }
}

type As = { userId: string; by: Viewer; now: Date }

async function change(form: FormData, done: string, run: (as: As) => Promise<void>): Promise<FormState> {
  const by = await requirePermission('user.manage')
  try {
    await run({ userId: String(form.get('id')), by, now: now() })
  } catch (error) {
    if (error instanceof ProductError) return { error: error.message }
    throw error
  }
  revalidatePath('/settings/users', 'layout')
  return { done }
}
