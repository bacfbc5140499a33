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
  /** The day asked for; else today, or the last day that the viewer's audit covers. */
  asOf: string
  today: string
  /** The day whose states are shown: the last one up to `asOf` that has any. */
  stateDay: StateDay | undefined
  /** True for whoever sees no environment as a whole: a state would speak of what they may not see. */
  isHidden: boolean
  /** Parameters that name no environment, or a day to come. */
  ignored: string[]
}

/** The environment and the day of a screen of controls: the first and the latest where the address names none that is there. */
export async function resolvePlace(scope: Scope, search: ControlSearch, now: Date): Promise<Place> {
  const db = getDb()
  const environments = (await listEnvironments(db, scope)).map(({ environment }) => environment)
  const today = dayOf(now)
  const isKnown = search.environment !== undefined && environments.includes(search.environment)
  const latest = scope.window && scope.window.until < now ? dayOf(new Date(scope.window.until.getTime() - 1)) : today
  const isPast = search.asOf !== undefined && search.asOf <= latest
  const environment = (isKnown ? search.environment : environments[0]) ?? 'production'
  const asOf = (isPast ? search.asOf : undefined) ?? latest
  return {
    environment,
    environments,
    asOf,
    today,
    isHidden: !environments.length && scope.wholeEnvironments !== 'all',
    stateDay: await getStateDay(db, scope, { environment, asOf }),
    ignored: [
      ...(search.environment !== undefined && !isKnown ? ['environment'] : []),
      ...(search.asOf !== undefined && !isPast ? ['asOf'] : []),
    ],
  }
}
