import type { Severity } from '#lib/domain/severity.ts'
import { apiGroup } from '../api-group.ts'
import { asList, asNumber, asObject, asObjects, asText, type JsonObject } from '../ci/json-value.ts'
import { parseSeverity } from '../ci/parse-severity.ts'
import { cleanName } from '../clean-name.ts'

/** A constraint as far as its audit is concerned. */
export type Constraint = {
  kind: string
  name: string
  uid: string | undefined
  severity: Severity
  /** What its violations amount to where they do not say it themselves. */
  actions: readonly string[]
  matchedKinds: readonly JsonObject[]
  auditedAt: string | undefined
  /** Why its status says nothing of today, when it does not. */
  unaudited: string | undefined
  violations: readonly unknown[]
  total: number | undefined
  /** What its own pods say is wrong with it. */
  errors: readonly string[]
  /** True when the pod that audits it could not: what it lists may be all or not. */
  isDoubtful: boolean
}

const AUDIT_POINTS = new Set(['audit.gatekeeper.sh', '*'])

export const isConstraint = (object: JsonObject): boolean => apiGroup(object.apiVersion) === 'constraints.gatekeeper.sh'

/** Reads a constraint object, or says why it cannot be. */
export function constraintOf(object: JsonObject): Constraint | { rejected: string } {
  const kind = asText(object.kind)
  const metadata = asObject(object.metadata)
  const name = asText(metadata?.name)
  if (kind === undefined || name === undefined) return { rejected: 'a constraint without kind or name' }
  const spec = asObject(object.spec)
  const status = asObject(object.status)
  const { violations = null } = status ?? {}
  if (violations !== null && !Array.isArray(violations)) return { rejected: 'status.violations is not a list' }
  const auditedAt = asText(status?.auditTimestamp)
  const pods = asObjects(status?.byPod)
  return {
    kind: cleanName(kind),
    name: cleanName(name),
    uid: asText(metadata?.uid),
    severity: severityOf(metadata),
    actions: actionsOf(spec),
    matchedKinds: asObjects(asObject(spec?.match)?.kinds),
    auditedAt,
    unaudited: unauditedReason(spec, auditedAt),
    violations: asList(violations),
    total: asNumber(status?.totalViolations),
    errors: pods.flatMap(errorsOf),
    isDoubtful: pods.some((pod) => asList(pod.operations).includes('audit') && failsIn(pod)),
  }
}

/** There is no standard place for a severity: people put one in a label or an annotation named so. */
function severityOf(metadata: JsonObject | undefined): Severity {
  for (const place of [asObject(metadata?.labels), asObject(metadata?.annotations)])
    for (const key in place)
      if (key === 'severity' || key.endsWith('/severity')) return parseSeverity(place[key]) ?? 'unknown'
  return 'unknown'
}

function actionsOf(spec: JsonObject | undefined): string[] {
  const action = asText(spec?.enforcementAction) ?? 'deny'
  if (action !== 'scoped') return [action]
  return asObjects(spec?.scopedEnforcementActions).flatMap((scoped) => asText(scoped.action) ?? [])
}

function unauditedReason(spec: JsonObject | undefined, auditedAt: string | undefined): string | undefined {
  if (spec?.enforcementAction === 'scoped') {
    const points = asObjects(spec.scopedEnforcementActions).flatMap((scoped) => asObjects(scoped.enforcementPoints))
    if (!points.some(({ name }) => AUDIT_POINTS.has(asText(name) ?? '')))
      return 'its scoped actions leave the audit out'
  }
  if (auditedAt === undefined) return 'it has not been audited yet'
  return Number.isNaN(Date.parse(auditedAt)) ? 'its audit timestamp is no time' : undefined
}

const failsIn = (pod: JsonObject): boolean => pod.enforced === false || asList(pod.errors).length > 0

function errorsOf(pod: JsonObject): string[] {
  const points = asObjects(pod.enforcementPointsStatus).filter(({ state }) => state === 'error')
  return [...asObjects(pod.errors), ...points].flatMap(({ message }) => asText(message) ?? [])
}
