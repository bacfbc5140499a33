import type { ApiResource } from './discover.ts'

const apiVersionOf = ({ group, version }: ApiResource): string => (group ? `${group}/${version}` : version)

/** The path of a kind's objects, all or those of one namespace. */
export function resourcePath(resource: ApiResource, namespace?: string): string {
  const { group, version, plural } = resource
  const root = group ? `/apis/${encodeURIComponent(group)}` : '/api'
  const within = namespace ? `/namespaces/${encodeURIComponent(namespace)}` : ''
  return `${root}/${encodeURIComponent(version)}${within}/${encodeURIComponent(plural)}`
}

/** Lists of built-in and aggregated APIs leave apiVersion and kind out of their items. */
export function withType(item: unknown, resource: ApiResource): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
  return 'kind' in item && 'apiVersion' in item
    ? item
    : { apiVersion: apiVersionOf(resource), kind: resource.kind, ...item }
}
