'use server'

import { revalidatePath } from 'next/cache.js'
import { getDb } from '#app/_server/db.ts'
import type { FormState } from '#app/_server/form-state.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { requestBundle } from '#lib/commands/request-bundle.ts'
import { isEverything } from '#lib/domain/scope.ts'
import { ProductError } from '#lib/errors.ts'
import { parseBundlePeriod } from '#lib/evidence/parse-bundle-period.ts'

/** Asks for the bundle of a month, or of some days. */
export async function makeBundle(_before: FormState, form: FormData): Promise<FormState> {
  const by = await requirePermission('bundle.make')
  if (!isEverything(by.scope)) return { error: 'A bundle holds everything: somebody who may see everything makes it.' }
  const month = textOf(form, 'month')
  const text = month === 'days' ? `${textOf(form, 'first')}..${textOf(form, 'last')}` : month
  const period = parseBundlePeriod(text)
  if (!period) return { error: 'Choose a month, or a first and a last day that is not before it.' }
  try {
    const kind = month === 'days' ? 'on-demand' : 'monthly'
    const { sequence } = await requestBundle(getDb(), { period, kind, by, now: now() })
    revalidatePath('/evidence')
    return { done: `Bundle ${sequence} is queued.` }
  } catch (error) {
    if (error instanceof ProductError) return { error: `${error.message}.` }
    throw error
  }
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
