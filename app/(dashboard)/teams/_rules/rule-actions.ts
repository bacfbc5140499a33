'use server'

import { z } from 'zod'
import type { FormState } from '#app/_server/form-state.ts'
import { addTeamRule, NewRule } from '#lib/commands/add-team-rule.ts'
import { moveTeamRule } from '#lib/commands/move-team-rule.ts'
import { removeTeamRule } from '#lib/commands/remove-team-rule.ts'
import { changeRules } from './change-rules.ts'

const RuleId = z.coerce.number().int().positive()
const Slug = z.string().min(1).max(64)
const Move = z.object({ id: RuleId, direction: z.enum(['earlier', 'later']) })

export async function addRule(_before: FormState, form: FormData): Promise<FormState> {
  const wanted = NewRule.safeParse(Object.fromEntries(form))
  const slug = Slug.safeParse(form.get('team'))
  if (!wanted.success) return { error: wanted.error.issues[0]?.message ?? 'The rule is not complete.' }
  if (!slug.success) return { error: 'Choose a team.' }
  return changeRules((db, as) => addTeamRule(db, { slug: slug.data, wanted: wanted.data, ...as }))
}

export async function removeRule(_before: FormState, form: FormData): Promise<FormState> {
  const id = RuleId.safeParse(form.get('id'))
  if (!id.success) return { error: 'The rule does not exist.' }
  return changeRules((db, as) => removeTeamRule(db, { ruleId: id.data, ...as }))
}

export async function moveRule(_before: FormState, form: FormData): Promise<FormState> {
  const move = Move.safeParse(Object.fromEntries(form))
  if (!move.success) return { error: 'The rule does not exist.' }
  return changeRules((db, as) => moveTeamRule(db, { ruleId: move.data.id, direction: move.data.direction, ...as }))
}
