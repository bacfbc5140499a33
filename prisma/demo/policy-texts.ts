import type { StatedPolicy } from '#lib/domain/policy.ts'
import { parsePolicies } from '#lib/sources/policy/parse.ts'
import type { Calendar } from './calendar.ts'
import type { Constraint, PolicyText } from './captured.ts'
import { DRAMA } from './story.ts'

/** Days before the story from which most policies have been as they are. */
const OLD = 140

/** What the policies of a cluster say of themselves on a day, given the constraints that are in place there. */
export function policiesOn(
  day: number,
  {
    texts,
    constraints,
    calendar,
  }: { texts: readonly PolicyText[]; constraints: readonly Constraint[]; calendar: Calendar },
): StatedPolicy[] {
  const introduced = calendar.moment('policyIntroduced')
  const enforced = calendar.moment('enforced')
  const objects = [...texts, ...constraints].flatMap((object) => {
    const isIntroduced = object.metadata.name === DRAMA.policyIntroduced
    if (isIntroduced && day < introduced) return []
    const isChanged = object.metadata.name === DRAMA.enforced.constraint && day >= enforced
    const made = calendar.at(isIntroduced ? introduced : -OLD, 480)
    const metadata = { ...object.metadata, creationTimestamp: made.toISOString(), generation: isChanged ? 2 : 1 }
    return [{ ...object, metadata }]
  })
  return parsePolicies(objects).policies
}
