'use server'

import { redirect } from 'next/navigation'
import type { FormState } from '#app/_server/form-state.ts'
import { createTeam, TeamName } from '#lib/commands/create-team.ts'
import { changeRules } from './_rules/change-rules.ts'

/** Makes a team and opens its page, where its rules are set. */
export async function createTeamAction(_before: FormState, form: FormData): Promise<FormState> {
  const name = TeamName.safeParse(form.get('name'))
  if (!name.success) return { error: name.error.issues[0]?.message ?? 'Give the team a name.' }
  let slug = ''
  const state = await changeRules(async (db, as) => {
    slug = (await createTeam(db, { name: name.data, ...as })).slug
  })
  if (state.error) return state
  redirect(`/teams/${slug}#rules`)
}
