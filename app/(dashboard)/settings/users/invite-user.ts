'use server'

import { revalidatePath } from 'next/cache.js'
import { getAuth } from '#app/_server/auth.ts'
import { getDb } from '#app/_server/db.ts'
import type { FormState } from '#app/_server/form-state.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { inviteUser, NewUser } from '#lib/commands/invite-user.ts'
import { readEnv } from '#lib/env.ts'
import { ProductError } from '#lib/errors.ts'
import { parseAccess } from './_access/parse-access.ts'

export type InviteState = FormState & {
  made?: { id: string; name: string; link: string }
  /** What was filled in, so that a refusal does not empty the form. */
  given?: { name: string; email: string }
}

/** Makes a user with a one-time link, whose text is answered once. */
export async function inviteUserAction(_before: InviteState, form: FormData): Promise<InviteState> {
  const by = await requirePermission('user.manage')
  const given = { name: String(form.get('name') ?? ''), email: String(form.get('email') ?? '') }
  const who = NewUser.safeParse(given)
  if (!who.success) return { given, error: who.error.issues[0]?.message ?? 'The form is not filled in.' }
  const asked = parseAccess(form)
  if ('error' in asked) return { given, error: asked.error }
  try {
    const wanted = { ...who.data, access: asked.access }
    const made = await inviteUser(getDb(), { auth: getAuth(), baseUrl: readEnv().baseUrl, wanted, by, now: now() })
    revalidatePath('/settings/users')
    revalidatePath('/audits', 'layout')
    return { made: { ...made, name: who.data.name } }
  } catch (error) {
    if (error instanceof ProductError) return { given, error: error.message }
    throw error
  }
}
