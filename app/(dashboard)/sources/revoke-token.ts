'use server'

import { revalidatePath } from 'next/cache.js'
import { z } from 'zod'
import { getDb } from '#app/_server/db.ts'
import type { FormState } from '#app/_server/form-state.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { revokeToken } from '#lib/commands/revoke-token.ts'
import { ProductError } from '#lib/errors.ts'

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
  revalidatePath('/sources')
  return { done: 'Revoked.' }
}
