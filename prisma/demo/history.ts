import type { Calendar } from './calendar.ts'
import { FAULTS } from './faults.ts'
import type { Random } from './random.ts'
import { CAMPAIGNS, type TeamStory } from './story.ts'

/** What an object looks like from a day on; without faults where it is removed. */
export type Version = { day: number; faults: readonly string[] | undefined }

/** Chances of one object on a mean working day; of breaking, for an object that is faulty at first for sure. */
const FIXED = 0.021
const FIXED_IN_CAMPAIGN = 0.14
const BROKEN = 0.018
const RETURNED = 0.005
const ROLLED_OUT = 0.003
/** Chance that a team of the mean has a fault in an object at the start, and in one it launches. */
const FAULTY_AT_FIRST: Readonly<Record<string, number>> = {
  Deployment: 0.36,
  StatefulSet: 0.25,
  CronJob: 0.2,
  Service: 0.04,
  Ingress: 0.08,
}
/** Changes take up to two working days to arrive everywhere: a campaign's last ones are made before its end. */
const LEAD_DAYS = 5

type Life = {
  kind: string
  team: Pick<TeamStory, 'faults' | 'speed'>
  born: number
  dies: number | undefined
  calendar: Calendar
  random: Random
}

/** How an object fares from its first day to the end of the story: faults come, are fixed, and sometimes return. */
export function historyOf({ kind, team, born, dies, calendar, random }: Life): Version[] {
  const possible = FAULTS[kind]
  const tendency = (FAULTY_AT_FIRST[kind] ?? 0) * team.faults
  const isOver = (fault: string, day: number) => day >= (campaignOf(fault, calendar)?.ends ?? Number.POSITIVE_INFINITY)
  const isUnderway = (fault: string, day: number) =>
    day >= (campaignOf(fault, calendar)?.starts ?? Number.POSITIVE_INFINITY)
  let faults = possible ? firstFaults(possible, tendency, random).filter((fault) => !isUnderway(fault, born)) : []
  const versions: Version[] = [{ day: born, faults }]
  const earlier: string[] = []

  for (let day = born + 1; day < calendar.days; day++) {
    if (day === dies) return [...versions, { day, faults: undefined }]
    const work = calendar.busy(day)
    const kept = faults.filter((fault) => {
      const rate = isUnderway(fault, day) ? FIXED_IN_CAMPAIGN : FIXED * team.speed
      return !isOver(fault, day) && !random.chance(rate * work)
    })
    earlier.push(...faults.filter((fault) => !kept.includes(fault)))
    const added = possible && comesIn(possible, earlier, tendency * work, random)
    const isAllowed = added !== undefined && !kept.includes(added) && !isUnderway(added, day)
    const next = isAllowed ? [...kept, added] : kept
    if (next.length !== faults.length || isAllowed || random.chance(ROLLED_OUT * work)) {
      faults = next
      versions.push({ day, faults })
    }
  }
  return versions
}

function campaignOf(fault: string, { moment }: Calendar): { starts: number; ends: number } | undefined {
  const campaign = CAMPAIGNS.find(({ faults }) => faults.includes(fault))
  return campaign && { starts: moment(campaign.starts), ends: moment(campaign.ends) - LEAD_DAYS }
}

function firstFaults(possible: Readonly<Record<string, number>>, chance: number, random: Random): string[] {
  if (!random.chance(Math.min(chance, 0.85))) return []
  const faults = new Set([random.weighted(possible)])
  if (random.chance(0.3)) faults.add(random.weighted(possible))
  if (random.chance(0.08)) faults.add(random.weighted(possible))
  return [...faults]
}

function comesIn(
  possible: Readonly<Record<string, number>>,
  earlier: readonly string[],
  work: number,
  random: Random,
): string | undefined {
  if (random.chance(BROKEN * work)) return random.weighted(possible)
  const [first, ...rest] = earlier
  return first !== undefined && random.chance(RETURNED * work) ? random.pick([first, ...rest]) : undefined
}
