import type { GroupRule } from '#lib/domain/identity-provider.ts'

/** The groups in a claim, by its path (`groups`, `realm_access.roles`): a list, or one text with blanks or commas between. */
export function groupsIn(claims: unknown, path: string): string[] | undefined {
  const named = typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {}
  // Some providers have dots in the name of a claim itself.
  const value = Object.hasOwn(named, path)
    ? named[path]
    : path
        .split('.')
        .reduce<unknown>((at, part) => (isObject(at) && Object.hasOwn(at, part) ? at[part] : undefined), claims)
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string')
  return typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : undefined
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** What somebody of these groups may do: the role of the first rule that fits, the teams of all. Undefined: nothing. */
export function groupAccess(
  groups: readonly string[],
  rules: readonly GroupRule[],
): { role: GroupRule['role']; teams: number[] } | undefined {
  const fitting = rules.filter(({ group }) => groups.includes(group))
  const [first] = fitting
  if (!first) return undefined
  return { role: first.role, teams: [...new Set(fitting.flatMap(({ teams }) => teams))].sort((a, b) => a - b) }
}
