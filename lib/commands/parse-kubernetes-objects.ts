import type { Parsed, Rejected } from '#lib/domain/result.ts'
import { apiGroup } from '#lib/sources/api-group.ts'
import { asText, isObject } from '#lib/sources/ci/json-value.ts'
import type { PlacedObject } from '#lib/sources/documents.ts'
import { generatedFrom } from '#lib/sources/gatekeeper/generated-policies.ts'
import { parseConstraints } from '#lib/sources/gatekeeper/parse.ts'
import { isPolicy, parsePolicies } from '#lib/sources/policy/parse.ts'
import { parsePolicyExceptions } from '#lib/sources/policy-exception/parse.ts'
import { parsePolicyReports } from '#lib/sources/policy-report/parse.ts'

type Options = { now: Date; rejected: Rejected[]; partial?: string }

/**
 * Sorts the objects of one document by what reads them: constraints are a feed of their own; reports, policies, policy
 * exceptions and what nothing reads go with the reports, so that every object is counted once.
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
  const policies = take('policies')
  const parts: Parsed[] = []
  if (reports.values.length || exceptions.values.length || policies.values.length || rejected.length) {
    const isGenerated = generatedFrom(constraints.values)
    const parsed = parsePolicyReports(reports.values, { now, places: reports.places, isGenerated })
    const stated = parsePolicyExceptions(exceptions.values, { now, places: exceptions.places })
    parsed.listed += stated.listed + rejected.length
    parsed.entries += stated.exceptions.length
    parsed.rejected = parsed.rejected.concat(rejected, stated.rejected)
    parsed.ignored = parsed.ignored.concat(stated.ignored)
    parsed.warnings = parsed.warnings.concat(stated.warnings)
    parsed.exceptions = parsed.exceptions.concat(stated.exceptions)
    if (policies.values.length) takePolicies(parsed, policies)
    parts.push(parsed)
  }
  if (constraints.values.length) {
    const parsed = parseConstraints(constraints.values, { now, places: constraints.places })
    const known = constraints.values.filter((value) => isObject(value) && asText(value.kind) !== undefined)
    parts.push({ ...parsed, policies: parsePolicies(known).policies })
  }
  if (partial) for (const parsed of parts) parsed.partial = parsed.partial ? `${partial}; ${parsed.partial}` : partial
  return parts
}

/** A document may lack bindings that the cluster has, so it says nothing of what those would do. */
function takePolicies(parsed: Parsed, { values, places }: { values: unknown[]; places: string[] }): void {
  const { policies, bindings, rejected } = parsePolicies(values, { places, isWhole: false })
  const count = policies.length + bindings
  parsed.policies = policies
  parsed.listed += values.length
  parsed.rejected = parsed.rejected.concat(rejected)
  if (count > 0) parsed.ignored = [...parsed.ignored, { reason: 'a policy, read for what it means', count }]
}

type Reader = 'reports' | 'constraints' | 'exceptions' | 'policies'

function readerOf(value: unknown): Reader {
  const group = isObject(value) ? apiGroup(value.apiVersion) : ''
  if (group === 'constraints.gatekeeper.sh' || group === 'templates.gatekeeper.sh') return 'constraints'
  if (isObject(value) && isPolicy(value)) return 'policies'
  return isObject(value) && value.kind === 'PolicyException' ? 'exceptions' : 'reports'
}
