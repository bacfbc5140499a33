import { apiGroup } from '../api-group.ts'
import { asObject, asObjects, asText, type JsonObject } from '../ci/json-value.ts'

export const isTemplate = (object: JsonObject): boolean => apiGroup(object.apiVersion) === 'templates.gatekeeper.sh'

/** The kind of constraint a template makes. */
export function templateKind({ spec }: JsonObject): string | undefined {
  const crd = asObject(asObject(asObject(spec)?.crd)?.spec)
  return asText(asObject(crd?.names)?.kind)
}

export const templateTitle = ({ metadata }: JsonObject): string | undefined =>
  asText(asObject(asObject(metadata)?.annotations)?.['metadata.gatekeeper.sh/title'])

/** What the pods that load a template say is wrong with it. */
export const templateErrors = ({ status }: JsonObject): string[] =>
  asObjects(asObject(status)?.byPod)
    .flatMap((pod) => asObjects(pod.errors))
    .flatMap(({ message }) => asText(message) ?? [])
