'use server'

import { revalidatePath } from 'next/cache.js'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { getDb } from '#app/_server/db.ts'
import type { FormState } from '#app/_server/form-state.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { addTrustRule } from '#lib/commands/add-trust-rule.ts'
import { createSource } from '#lib/commands/create-source.ts'
import { removeTrustRule } from '#lib/commands/remove-trust-rule.ts'
import { TrustRule } from '#lib/domain/trust-rule.ts'
import { ProductError } from '#lib/errors.ts'

/** Trusts a pipeline. A source by a name that is new becomes a pipeline. */
export async function addRuleAction(_before: FormState, form: FormData): Promise<FormState> {
  const by = await requirePermission('trust.manage')
  const given = Object.fromEntries(form)
  const rule = TrustRule.safeParse(given)
  if (!rule.success) return { error: rule.error.issues[0]?.message ?? 'The form is not filled in.' }
  let added: string
  try {
    const change = { by, now: now() }
    const name = String(given.source ?? '')
    const { id: sourceId } = await createSource(getDb(), { wanted: { name, kind: 'pipeline' }, ...change })
    added = (await addTrustRule(getDb(), { sourceId, wanted: rule.data, ...change })).id
  } catch (error) {
    if (error instanceof ProductError) return { error: error.message }
    throw error
  }
  revalidatePath('/settings/pipelines')
  revalidatePath('/sources', 'layout')
  redirect(`/settings/pipelines?rule=${added}#step`)
}

export async function removeRuleAction(_before: FormState, form: FormData): Promise<FormState> {
  const by = await requirePermission('trust.manage')
  const id = z.guid().safeParse(form.get('id'))
  if (!id.success) return { error: 'The rule does not exist.' }
  try {
    await removeTrustRule(getDb(), { id: id.data, by, now: now() })
  } catch (error) {
    if (error instanceof ProductError) return { error: error.message }
    throw error
  }
  revalidatePath('/settings/pipelines')
  revalidatePath('/sources', 'layout')
  return { done: 'Removed.' }
}
