import { mappingId } from './mapping-id.ts'
import { readCatalogs } from './read-catalogs.ts'

let keys: Promise<ReadonlySet<string>> | undefined

/**
 * Mapping entries whose checks support a control and are not required by it: policies that only change resources, and
 * checks that prove something under a condition. Alone they never give a pass, and their failure gives no more than partial.
 */
export function supportingMappings(): Promise<ReadonlySet<string>> {
  keys ??= readCatalogs().then(
    ({ mappings }) =>
      new Set(
        mappings.entries
          .filter((entry) => entry.evidence_strength !== undefined || entry.conditional !== undefined)
          .map((entry) => mappingId(entry.match)),
      ),
  )
  return keys
}
