import { type OwnerRule, ownerOf, type Place, TEAM_LABELS } from './ownership.ts'

export type Owner = {
  /** 0: nobody. */
  teamId: number
  /** What says so: `namespace payments-*`, `label team=payments`; empty when nobody owns the place. */
  rule: string
}

const NO_TEAMS: ReadonlyMap<string, number> = new Map()

/** The team that owns a place, as `ownerOf` has it, with the rule or label that says so. */
export function ownerRuleOf(rules: readonly OwnerRule[], place: Place, teamBySlug: ReadonlyMap<string, number>): Owner {
  const teamId = ownerOf(rules, place, teamBySlug)
  if (!teamId) return { teamId, rule: '' }
  const asked = rules.toSorted((a, b) => a.position - b.position)
  const rule = asked.find((one) => ownerOf([one], place, NO_TEAMS))
  if (rule) return { teamId, rule: `${rule.kind} ${rule.pattern}` }
  const label = TEAM_LABELS.find((key) =>
    ownerOf([], { ...place, labels: { [key]: place.labels[key] ?? '' } }, teamBySlug),
  )
  return { teamId, rule: label ? `label ${label}=${place.labels[label]}` : '' }
}
