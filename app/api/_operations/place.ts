import { z } from 'zod'
import { ControlSearch } from '#app/(dashboard)/controls/control-search.ts'
import type { Place } from '#app/(dashboard)/controls/resolve-place.ts'
import { Refused } from '#app/api/_answer/refused.ts'

/** Where and when states of controls are asked for. */
export const PLACE_QUERY = {
  environment: ControlSearch.shape.environment.describe('production without it, or else the first there is'),
  asOf: ControlSearch.shape.asOf.describe('A UTC day; today without it'),
}

/** The day whose states are told, and by what they were made; null: there are none yet. */
export const StateDay = z
  .object({ day: z.iso.date(), computedAt: z.date(), ruleVersion: z.string(), mappingVersion: z.string() })
  .nullable()

/** An environment or a day that is not known is refused, not replaced: an API must not answer another question. */
export function refuseUnknownPlace({ ignored }: Place): void {
  if (ignored.length) throw new Refused(400, `${ignored.join(', ')}: not known, or in the future`)
}
