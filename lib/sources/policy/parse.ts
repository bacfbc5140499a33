import type { StatedPolicy } from '#lib/domain/policy.ts'
import type { Rejected } from '#lib/domain/result.ts'
import { apiGroup } from '../api-group.ts'
import { asText, isObject, type JsonObject } from '../ci/json-value.ts'
import { pathOf } from '../documents/path-of.ts'
import { admissionPolicy } from './admission-policy.ts'
import { celPolicy } from './cel-policy.ts'
import { constraintPolicy, gatekeeperConfig, templatePolicy } from './gatekeeper-policy.ts'
import { kyvernoPolicy } from './kyverno-policy.ts'
import { type PolicyObject, policyObject } from './policy-object.ts'

/** `places` are JSON pointers to the objects; `isWhole` is false when bindings of the cluster may be missing among them. */
export type PolicyOptions = { places?: readonly string[]; isWhole?: boolean }
export type ParsedPolicies = { listed: number; policies: StatedPolicy[]; bindings: number; rejected: Rejected[] }

const ADMISSION = 'admissionregistration.k8s.io'

/** Whether an object says what a policy is, and not what it found. Constraints do both. */
export function isPolicy(object: JsonObject): boolean {
  const kind = asText(object.kind) ?? ''
  switch (apiGroup(object.apiVersion)) {
    case 'kyverno.io':
      return kind === 'ClusterPolicy' || kind === 'Policy'
    case 'policies.kyverno.io':
      return kind.endsWith('Policy')
    case ADMISSION:
      return kind === 'ValidatingAdmissionPolicy' || kind === 'ValidatingAdmissionPolicyBinding'
    case 'templates.gatekeeper.sh':
      return kind === 'ConstraintTemplate'
    case 'config.gatekeeper.sh':
      return kind === 'Config'
    default:
      return false
  }
}

/**
 * Reads policy objects of Kyverno, Gatekeeper and Kubernetes itself for what they mean and whether they block. A binding
 * belongs to its policy; what is no policy is rejected with its place.
 */
export function parsePolicies(
  objects: readonly unknown[],
  { places, isWhole = true }: PolicyOptions = {},
): ParsedPolicies {
  const parsed: ParsedPolicies = { listed: objects.length, policies: [], bindings: 0, rejected: [] }
  const readable = objects.map((object) => (isObject(object) ? policyObject(object) : undefined))
  const bindings = readable.filter((object) => object !== undefined).filter(isBinding)
  parsed.bindings = bindings.length
  for (const [i, object] of readable.entries()) {
    if (object && isBinding(object)) continue
    const policy = object && policyOf(object, bindings, isWhole)
    if (policy) parsed.policies.push(policy)
    else
      parsed.rejected.push({
        path: pathOf(places?.[i] ?? `/items/${i}`) || 'document',
        reason: object ? `${object.kind} is not a policy that is read` : 'an object without kind or name',
      })
  }
  return parsed
}

const isBinding = ({ group, kind }: PolicyObject): boolean =>
  group === ADMISSION && kind === 'ValidatingAdmissionPolicyBinding'

function policyOf(object: PolicyObject, bindings: readonly PolicyObject[], isWhole: boolean): StatedPolicy | undefined {
  const { group, kind } = object
  switch (group) {
    case 'kyverno.io':
      return kind === 'ClusterPolicy' || kind === 'Policy' ? kyvernoPolicy(object) : undefined
    case 'policies.kyverno.io':
      return celPolicy(object)
    case ADMISSION:
      return kind === 'ValidatingAdmissionPolicy' ? admissionPolicy(object, bindings, isWhole) : undefined
    case 'templates.gatekeeper.sh':
      return templatePolicy(object)
    case 'config.gatekeeper.sh':
      return kind === 'Config' ? gatekeeperConfig(object) : undefined
    case 'constraints.gatekeeper.sh':
      return constraintPolicy(object)
    default:
      return undefined
  }
}
