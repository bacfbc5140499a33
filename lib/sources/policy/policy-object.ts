import type { StatedPolicy } from '#lib/domain/policy.ts'
import { apiGroup } from '../api-group.ts'
import { asNumber, asObject, asText, type JsonObject } from '../ci/json-value.ts'
import { cleanName } from '../clean-name.ts'
import { storableValue } from '../policy-exception/storable-value.ts'

/** An object of a cluster as far as every kind of policy has it. */
export type PolicyObject = {
  group: string
  kind: string
  namespace: string
  name: string
  labels: JsonObject
  annotations: JsonObject
  spec: JsonObject
  status: JsonObject
  createdAt: Date | undefined
  isAsCreated: boolean
  /** The object as evidence: without what the API server and kubectl keep for themselves. */
  kept: unknown
}

/** What a policy that is only used at admission leaves out. */
export const UNJUDGED = 'objects that were there before it, until they are changed'
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** Reads an object's frame; undefined when it has no kind or name. */
export function policyObject(object: JsonObject): PolicyObject | undefined {
  const metadata = asObject(object.metadata) ?? {}
  const [kind, name] = [asText(object.kind), asText(metadata.name)]
  if (kind === undefined || name === undefined) return undefined
  const { [LAST_APPLIED]: _, ...annotations } = asObject(metadata.annotations) ?? {}
  const { apiVersion, spec } = object
  const { namespace, uid, creationTimestamp, generation, labels } = metadata
  const created = new Date(asText(creationTimestamp) ?? Number.NaN)
  return {
    group: apiGroup(apiVersion),
    kind: cleanName(kind),
    namespace: cleanName(asText(namespace) ?? ''),
    name: cleanName(name),
    labels: asObject(labels) ?? {},
    annotations,
    spec: asObject(spec) ?? {},
    status: asObject(object.status) ?? {},
    createdAt: Number.isNaN(created.getTime()) ? undefined : created,
    isAsCreated: asNumber(generation) === 1,
    kept: storableValue({
      apiVersion,
      kind,
      metadata: { name, namespace, uid, creationTimestamp, generation, labels, annotations },
      spec,
    }),
  }
}

/** What every stated policy has from its object. */
export function statedOf({
  group,
  kind,
  namespace,
  name,
  createdAt,
  isAsCreated,
  kept,
}: PolicyObject): Pick<StatedPolicy, 'group' | 'kind' | 'namespace' | 'name' | 'createdAt' | 'isAsCreated' | 'object'> {
  return { group, kind, namespace, name, isAsCreated, ...(createdAt && { createdAt }), object: kept }
}
