import { uuidOf } from '#lib/domain/subject-key.ts'
import type { MappingMatch } from './mapping-entry.ts'

/** The key of a mapping entry: a hash of the check it names. Aliases are not in it, so that adding one keeps the key. */
export function mappingId(match: MappingMatch): string {
  const name =
    'policy' in match
      ? [match.policy, match.rule]
      : ['check' in match ? match.check : 'control' in match ? match.control : match.constraint_kind]
  return uuidOf(JSON.stringify([match.source, ...name]))
}
