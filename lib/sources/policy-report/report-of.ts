import { apiGroup } from '../api-group.ts'
import { asList, asObject, asText, isObject, type JsonObject } from '../ci/json-value.ts'

/** A report object as far as it was found to be one. */
export type Report = {
  object: JsonObject
  namespace: string
  /** What engine a result is of that does not say so itself. */
  source: string
  results: readonly unknown[]
  statusFilter: readonly unknown[]
}
export type NoReport = { ignored: string } | { rejected: string }

const GROUPS = new Set(['wgpolicyk8s.io', 'reports.x-k8s.io', 'openreports.io'])
/** Either kind under either group: the samples of openreports and the Kyverno command line mix them. */
const KINDS = new Set(['PolicyReport', 'ClusterPolicyReport', 'Report', 'ClusterReport'])
const KYVERNO_GROUPS = new Set(['reports.kyverno.io', 'kyverno.io'])
const WORKING_COPY = /^(?:Cluster)?(?:EphemeralReport|AdmissionReport|BackgroundScanReport)$/

/** Reads the frame of a report, or says why the object is none. */
export function reportOf(object: unknown): Report | NoReport {
  if (!isObject(object)) return { rejected: 'not an object' }
  const { apiVersion, kind } = object
  const group = apiGroup(apiVersion)
  if (typeof kind !== 'string' || !GROUPS.has(group) || !KINDS.has(kind)) return refuse(group, apiVersion, kind)
  const { results = null } = object
  if (results !== null && !Array.isArray(results)) return { rejected: 'results is not a list' }
  const metadata = asObject(object.metadata)
  return {
    object,
    namespace: asText(metadata?.namespace) ?? '',
    source: asText(object.source) ?? sourceOfLabels(asObject(metadata?.labels)),
    results: asList(results),
    statusFilter: asList(asObject(asObject(object.configuration)?.limits)?.statusFilter),
  }
}

function sourceOfLabels(labels: JsonObject | undefined): string {
  return (
    asText(labels?.['app.kubernetes.io/managed-by']) ??
    asText(labels?.['policy.kubernetes.io/engine']) ??
    asText(labels?.['wgpolicyk8s.io/engine']) ??
    'unknown'
  )
}

function refuse(group: string, apiVersion: unknown, kind: unknown): NoReport {
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') return { rejected: 'no apiVersion and kind' }
  if (KYVERNO_GROUPS.has(group) && WORKING_COPY.test(kind))
    return { ignored: "one of Kyverno's working copies, which its reports sum up" }
  if (kind === 'PolicyException') return { ignored: 'a policy exception, which is read apart from reports' }
  return { rejected: `${kind.slice(0, 100)} of ${apiVersion.slice(0, 100)} is not a policy report` }
}
