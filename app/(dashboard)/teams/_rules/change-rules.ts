import 'server-only'
import { revalidatePath } from 'next/cache.js'
import { getDb } from '#app/_server/db.ts'
import type { FormState } from '#app/_server/form-state.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { assignOwnership } from '#lib/commands/assign-ownership.ts'
import type { Db } from '#lib/db/connect.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { ProductError } from '#lib/errors.ts'

type By = { by: Actor; now: Date }

/** Runs one change of the rules as the viewer, then gives everything to the team that the rules name now. */
export async function changeRules(change: (db: Db, as: By) => Promise<unknown>): Promise<FormState> {
  const by = await requirePermission('team.manage')
  const [db, at] = [getDb(), now()]
  try {
    await change(db, { by, now: at })
  } catch (error) {
    if (error instanceof ProductError) return { error: error.message }
    throw error
  }
  const { subjects, findings } = await assignOwnership(db, at)
  revalidatePath('/teams', 'layout')
  if (!subjects) return { done: 'Saved. No subject changed hands.' }
  return {
    done: `Saved. ${subjects} ${subjects === 1 ? 'subject' : 'subjects'} and ${findings} open ${findings === 1 ? 'finding' : 'findings'} changed hands.`,
  }
}
