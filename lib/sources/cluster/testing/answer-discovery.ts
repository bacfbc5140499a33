import { type Exchange, sendJson, sendText } from './exchange.ts'
import { apiVersionOf, type Resource } from './object-store.ts'

const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch']

/** Answers `/version`, health and the discovery paths; false when the path is none of them. */
export function answerDiscovery(exchange: Exchange): boolean {
  const { url, store } = exchange
  const resources = [...store.resources.values()]
  const groups = new Map<string, string[]>()
  for (const { group, versions } of resources)
    if (group) groups.set(group, [...new Set([...(groups.get(group) ?? []), ...versions])])

  if (/^\/(livez|readyz|healthz)$/.test(url.pathname)) {
    sendText(exchange, 200, 'ok')
    return true
  }
  const [, root = '', group, version, ...rest] = url.pathname.split('/')
  const body = rest.length === 0 ? document(root, group, version, resources, groups) : undefined
  if (body) sendJson(exchange, 200, body)
  return body !== undefined
}

function document(
  root: string,
  group: string | undefined,
  version: string | undefined,
  resources: Resource[],
  groups: Map<string, string[]>,
): unknown {
  if (root === 'version' && group === undefined)
    return { major: '1', minor: '34', gitVersion: 'v1.34.2', platform: 'linux/amd64' }
  if (root === 'api' && group === undefined) return { kind: 'APIVersions', versions: ['v1'] }
  if (root === 'api' && group === 'v1' && version === undefined) return resourceList('', 'v1', resources)
  if (root !== 'apis') return undefined
  if (group === undefined) {
    const all = [...groups].map(([name, versions]) => groupDocument(name, versions))
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: all }
  }
  const versions = groups.get(group)
  if (!versions) return undefined
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupDocument(group, versions) }
  return versions.includes(version) ? resourceList(group, version, resources) : undefined
}

function groupDocument(name: string, versions: string[]) {
  const all = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }))
  return { name, versions: all, preferredVersion: all[0] }
}

function resourceList(group: string, version: string, resources: Resource[]) {
  const served = resources.filter((resource) => resource.group === group && resource.versions.includes(version))
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf(group, version),
    resources: served.flatMap(({ plural, kind, namespaced, shortNames, categories, hasStatus }) => [
      { name: plural, singularName: kind.toLowerCase(), namespaced, kind, verbs: VERBS, shortNames, categories },
      ...(hasStatus
        ? [{ name: `${plural}/status`, singularName: '', namespaced, kind, verbs: ['get', 'patch', 'update'] }]
        : []),
    ]),
  }
}
