import type { Parsed, Rejected } from '#lib/domain/result.ts'
import { apiGroup } from '#lib/sources/api-group.ts'
import { isObject } from '#lib/sources/ci/json-value.ts'
import type { PlacedObject } from '#lib/sources/documents.ts'
import { parseConstraints } from '#lib/sources/gatekeeper/parse.ts'
import { parsePolicyExceptions } from '#lib/sources/policy-exception/parse.ts'
import { parsePolicyReports } from '#lib/sources/policy-report/parse.ts'

type Options = { now: Date; rejected: Rejected[]; partial?: string }

/**
 * Sorts the objects of one document by what reads them: constraints are a feed of their own; reports, policy exceptions
 * and what nothing reads go with the reports, so that every object is counted once.
 */
export function parseKubernetesObjects(objects: PlacedObject[], { now, rejected, partial }: Options): Parsed[] {
  const kinds = Map.groupBy(objects, ({ value }) => readerOf(value))
  const take = (reader: Reader) => {
    const placed = kinds.get(reader) ?? []
    return { values: placed.map(({ value }) => value), places: placed.map(({ place }) => place) }
  }
  const constraints = take('constraints')
  const exceptions = take('exceptions')
  const reports = take('reports')
  const parts: Parsed[] = []
  if (reports.values.length || exceptions.values.length || rejected.length) {
    const parsed = parsePolicyReports(reports.values, { now, places: reports.places })
    const stated = parsePolicyExceptions(exceptions.values, { now, places: exceptions.places })
    parsed.listed += stated.listed + rejected.length
    parsed.entries += stated.exceptions.length
    parsed.rejected = parsed.rejected.concat(rejected, stated.rejected)
    parsed.ignored = parsed.ignored.concat(stated.ignored)
    parsed.warnings = parsed.warnings.concat(stated.warnings)
    parsed.exceptions = parsed.exceptions.concat(stated.exceptions)
    parts.push(parsed)
  }
  if (constraints.values.length) parts.push(parseConstraints(constraints.values, { now, places: constraints.places }))
  if (partial) for (const parsed of parts) parsed.partial = parsed.partial ? `${partial}; ${parsed.partial}` : partial
  return parts
}

type Reader = 'reports' | 'constraints' | 'exceptions'

function readerOf(value: unknown): Reader {
  const group = isObject(value) ? apiGroup(value.apiVersion) : ''
  if (group === 'constraints.gatekeeper.sh' || group === 'templates.gatekeeper.sh') return 'constraints'
  return isObject(value) && value.kind === 'PolicyException' ? 'exceptions' : 'reports'
}
