'use server'

import { revalidatePath } from 'next/cache.js'
import { z } from 'zod'
import { getAuth } from '#app/_server/auth.ts'
import { getDb } from '#app/_server/db.ts'
import type { FormState } from '#app/_server/form-state.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { SignIn, setSignIn } from '#lib/auth/set-sign-in.ts'
import { ProductError } from '#lib/errors.ts'

export async function saveSignIn(_before: FormState, form: FormData): Promise<FormState> {
  const by = await requireViewer()
  const parsed = SignIn.safeParse(Object.fromEntries(form))
  if (!parsed.success)
    return { error: z.flattenError(parsed.error).formErrors[0] ?? parsed.error.issues[0]?.message ?? '' }
  try {
    await setSignIn(getAuth(), getDb(), { by, session: by.session, wanted: parsed.data, now: now() })
  } catch (error) {
    if (error instanceof ProductError) return { error: error.message }
    throw error
  }
  revalidatePath('/', 'layout')
  return { done: parsed.data.password ? 'Saved. Other sessions were signed out.' : 'Saved.' }
}
