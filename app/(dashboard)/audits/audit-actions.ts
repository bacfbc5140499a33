'use server'

import { revalidatePath } from 'next/cache.js'
import { redirect } from 'next/navigation'
import { getDb } from '#app/_server/db.ts'
import type { FormState } from '#app/_server/form-state.ts'
import { now, requirePermission, type Viewer } from '#app/_server/session.ts'
import { changeAudit } from '#lib/commands/change-audit.ts'
import { closeAudit } from '#lib/commands/close-audit.ts'
import { createAudit } from '#lib/commands/create-audit.ts'
import { requestAuditBundle } from '#lib/commands/request-audit-bundle.ts'
import { ProductError } from '#lib/errors.ts'
import { parsePlan } from './parse-plan.ts'

/** Makes an audit and opens its page, where its people are invited. */
export async function createAuditAction(_before: FormState, form: FormData): Promise<FormState> {
  const asked = parsePlan(form)
  if ('error' in asked) return { error: asked.error }
  let id = ''
  const state = await change('', async (as) => {
    id = (await createAudit(getDb(), { plan: asked.plan, ...as })).id
  })
  return state.error ? state : redirect(`/audits/${id}`)
}

export async function changeAuditAction(_before: FormState, form: FormData): Promise<FormState> {
  const asked = parsePlan(form)
  if ('error' in asked) return { error: asked.error }
  return change('Saved.', (as) => changeAudit(getDb(), { id: String(form.get('id')), plan: asked.plan, ...as }))
}

export const closeAuditAction = async (_before: FormState, form: FormData): Promise<FormState> =>
  change('Closed.', (as) => closeAudit(getDb(), { id: String(form.get('id')), ...as }))

/** Asks for the bundle of an audit: all that its auditors may look at, in one file. */
export const makeAuditBundleAction = async (_before: FormState, form: FormData): Promise<FormState> =>
  change('Queued. It appears under Evidence, here and for the auditors.', (as) =>
    requestAuditBundle(getDb(), { auditId: String(form.get('id')), ...as }),
  )

async function change(done: string, run: (as: { by: Viewer; now: Date }) => Promise<unknown>): Promise<FormState> {
  const by = await requirePermission('audit.manage')
  try {
    await run({ by, now: now() })
  } catch (error) {
    if (error instanceof ProductError) return { error: error.message }
    throw error
  }
  revalidatePath('/audits', 'layout')
  return { done }
}
