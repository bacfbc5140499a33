/** A rule that says who owns what. Lower `position` is asked first. */
export type OwnerRule = {
  teamId: number
  kind: 'namespace' | 'repository' | 'label'
  /** `namespace` and `repository`: a name with `*` for any run of characters, a namespace optionally as `source/name`. `label`: `key=value`. */
  pattern: string
  position: number
}

export type Place = {
  source: string
  repository: string | null
  namespace: string
  labels: Readonly<Record<string, string>>
}

/** Labels that name a team when no rule does, in order. */
export const TEAM_LABELS = ['team', 'owner', 'app.kubernetes.io/team'] as const

/** The team that owns a place, or 0 when nobody does. `teamBySlug` resolves the value of a team label. */
export function ownerOf(rules: readonly OwnerRule[], place: Place, teamBySlug: ReadonlyMap<string, number>): number {
  for (const rule of rules.toSorted((a, b) => a.position - b.position)) if (applies(rule, place)) return rule.teamId
  for (const key of TEAM_LABELS) {
    const value = place.labels[key]
    const team = value && teamBySlug.get(slugOf(value))
    if (team) return team
  }
  return 0
}

export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)

function applies({ kind, pattern }: OwnerRule, place: Place): boolean {
  if (kind === 'label') {
    const at = pattern.indexOf('=')
    return at > 0 && place.labels[pattern.slice(0, at)] === pattern.slice(at + 1)
  }
  if (kind === 'repository') return place.repository !== null && matches(pattern, place.repository)
  if (!place.namespace) return false
  return pattern.includes('/')
    ? matches(pattern, `${place.source}/${place.namespace}`)
    : matches(pattern, place.namespace)
}

/** Matches a name against a pattern in which `*` stands for any run of characters. Linear: no regular expression is built. */
function matches(pattern: string, name: string): boolean {
  const pieces = pattern.split('*')
  const first = pieces[0] ?? ''
  if (pieces.length === 1) return pattern === name
  const last = pieces.at(-1) ?? ''
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return at <= name.length - last.length
}
