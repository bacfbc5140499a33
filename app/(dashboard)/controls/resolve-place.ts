import 'server-only'
import { getDb } from '#app/_server/db.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { dayOf } from '#lib/metrics/day.ts'
import { getStateDay, type StateDay } from '#lib/queries/get-state-day.ts'
import { listEnvironments } from '#lib/queries/list-environments.ts'
import type { ControlSearch } from './control-search.ts'

/** Where and when control states are looked at. */
export type Place = {
  environment: string
  environments: string[]
  /** The day asked for; today when none was. */
  asOf: string
  today: string
  /** The day whose states are shown: the last one up to `asOf` that has any. */
  stateDay: StateDay | undefined
  /** Parameters that name no environment, or a day to come. */
  ignored: string[]
}

/** The environment and the day of a screen of controls: production and today where the address names none that is there. */
export async function resolvePlace(scope: Scope, search: ControlSearch, now: Date): Promise<Place> {
  const db = getDb()
  const environments = (await listEnvironments(db, scope)).map(({ environment }) => environment)
  const today = dayOf(now)
  const isKnown = search.environment !== undefined && environments.includes(search.environment)
  const isPast = search.asOf !== undefined && search.asOf <= today
  const environment = (isKnown ? search.environment : environments[0]) ?? 'production'
  const asOf = (isPast ? search.asOf : undefined) ?? today
  return {
    environment,
    environments,
    asOf,
    today,
    stateDay: await getStateDay(db, scope, { environment, asOf }),
    ignored: [
      ...(search.environment !== undefined && !isKnown ? ['environment'] : []),
      ...(search.asOf !== undefined && !isPast ? ['asOf'] : []),
    ],
  }
}
