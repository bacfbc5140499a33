import { z } from 'zod'
import type { ApiClient } from './api-client.ts'
import { ApiError } from './api-error.ts'
import type { Part } from './cluster-snapshot.ts'
import { newestFirst } from './newest-first.ts'

export type ApiResource = { group: string; version: string; plural: string; kind: string; isNamespaced: boolean }
type Missing = { state: 'absent' | 'not-permitted' | 'unavailable'; reason?: string }
type Served = { state: 'served'; resource: ApiResource }
export type Found = { part: Part; name: string } & (Served | Missing)
export type Discovery = { found: Found[]; templates: Served | Missing }
type Kinds = Map<string, Served | Missing>

const GroupList = z.object({
  kind: z.literal('APIGroupList'),
  groups: z.array(z.object({ name: z.string(), versions: z.array(z.object({ version: z.string() })) })),
})
const Group = z.object({ kind: z.literal('APIGroup'), versions: z.array(z.object({ version: z.string() })) })
const ResourceList = z.object({
  kind: z.literal('APIResourceList'),
  resources: z
    .array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean(), verbs: z.array(z.string()) }))
    .nullable(),
})

export const CONSTRAINTS = 'constraints.gatekeeper.sh'
export const TEMPLATES = 'templates.gatekeeper.sh'
const WANTED: { part: Part; group: string; plurals: string[] }[] = [
  { part: 'reports', group: 'wgpolicyk8s.io', plurals: ['policyreports', 'clusterpolicyreports'] },
  { part: 'reports', group: 'openreports.io', plurals: ['reports', 'clusterreports'] },
  { part: 'exceptions', group: 'kyverno.io', plurals: ['policyexceptions'] },
  { part: 'exceptions', group: 'policies.kyverno.io', plurals: ['policyexceptions'] },
  { part: 'policies', group: 'kyverno.io', plurals: ['clusterpolicies', 'policies'] },
  {
    part: 'policies',
    group: 'policies.kyverno.io',
    plurals: ['validating', 'imagevalidating', 'mutating', 'generating', 'deleting'].flatMap((kind) => [
      `${kind}policies`,
      `namespaced${kind}policies`,
    ]),
  },
  {
    part: 'policies',
    group: 'admissionregistration.k8s.io',
    plurals: ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'],
  },
  { part: 'policies', group: 'config.gatekeeper.sh', plurals: ['configs'] },
]
/** Every cluster serves these, so they are not looked for. */
const BUILT_IN: { part: Part; resource: ApiResource }[] = [
  { part: 'namespaces', resource: builtIn('', 'v1', 'namespaces', 'Namespace', false) },
  { part: 'owners', resource: builtIn('', 'v1', 'pods', 'Pod', true) },
  { part: 'owners', resource: builtIn('apps', 'v1', 'replicasets', 'ReplicaSet', true) },
  { part: 'owners', resource: builtIn('batch', 'v1', 'jobs', 'Job', true) },
]

function builtIn(group: string, version: string, plural: string, kind: string, isNamespaced: boolean): ApiResource {
  return { group, version, plural, kind, isNamespaced }
}

export const kindName = ({ group, plural }: Pick<ApiResource, 'group' | 'plural'>) =>
  group ? `${plural}.${group}` : plural

/** Finds which of the kinds we read a cluster serves, each in its newest version. Throws only when the signal aborts. */
export async function discover(client: ApiClient, signal?: AbortSignal): Promise<Discovery> {
  const groups = await tried(() => readGroups(client, signal))
  const asked = new Map<string, Promise<Kinds | Missing>>()
  const resourcesOf = (group: string): Promise<Kinds | Missing> => {
    const known = asked.get(group)
    if (known) return known
    const kinds =
      groups instanceof Map
        ? tried(() => readResources(client, group, groups.get(group), signal))
        : Promise.resolve(groups)
    asked.set(group, kinds)
    return kinds
  }

  const found: Found[] = []
  for (const { part, resource } of BUILT_IN) {
    const isHopeless = !(groups instanceof Map) && groups.state === 'unavailable'
    found.push({ part, name: kindName(resource), ...(isHopeless ? groups : { state: 'served', resource }) })
  }
  for (const { part, group, plurals } of WANTED) {
    const kinds = await resourcesOf(group)
    for (const plural of plurals) found.push({ part, name: kindName({ group, plural }), ...pick(kinds, plural) })
  }
  const constraints = await resourcesOf(CONSTRAINTS)
  if (!(constraints instanceof Map)) found.push({ part: 'constraints', name: CONSTRAINTS, ...constraints })
  else
    for (const [plural, kind] of constraints)
      found.push({ part: 'constraints', name: kindName({ group: CONSTRAINTS, plural }), ...kind })
  return { found, templates: pick(await resourcesOf(TEMPLATES), 'constrainttemplates') }
}

const pick = (kinds: Kinds | Missing, plural: string): Served | Missing =>
  kinds instanceof Map ? (kinds.get(plural) ?? { state: 'absent' }) : kinds

/** Turns a failure into what it means for the kinds behind it; a failure is never taken for absence. */
async function tried<T>(read: () => Promise<T>): Promise<T | Missing> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { state: error.status === 403 ? 'not-permitted' : 'unavailable', reason: `discovery: ${error.message}` }
  }
}

async function readGroups(client: ApiClient, signal: AbortSignal | undefined): Promise<Map<string, string[]>> {
  const { groups } = await getAs(client, '/apis', GroupList, signal)
  return new Map(groups.map(({ name, versions }) => [name, versions.map(({ version }) => version)]))
}

/** The kinds of a group, each in its newest version. All versions must answer: what only an unreachable version serves would seem absent. */
async function readResources(
  client: ApiClient,
  group: string,
  listed: string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<Kinds | Missing> {
  const versions = listed?.length ? listed : await readVersions(client, group, signal)
  if (versions.length === 0) return { state: 'absent' }
  const kinds: Kinds = new Map()
  for (const version of versions.toSorted(newestFirst)) {
    const path = `/apis/${encodeURIComponent(group)}/${encodeURIComponent(version)}`
    const list = await getAs(client, path, ResourceList, signal)
    for (const { name, kind, namespaced, verbs } of list.resources ?? []) {
      if (name.includes('/') || kinds.has(name)) continue
      const resource = { group, version, plural: name, kind, isNamespaced: namespaced }
      const isListable = verbs.includes('list')
      kinds.set(name, isListable ? { state: 'served', resource } : { state: 'unavailable', reason: 'cannot be listed' })
    }
  }
  return kinds
}

/** Asks for a group that the list of groups lacks, because that list can be short; only its own 404 makes it absent. */
async function readVersions(client: ApiClient, group: string, signal: AbortSignal | undefined): Promise<string[]> {
  try {
    const { versions } = await getAs(client, `/apis/${encodeURIComponent(group)}`, Group, signal)
    return versions.map(({ version }) => version)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return []
    throw error
  }
}

async function getAs<T>(
  client: ApiClient,
  path: string,
  schema: z.ZodType<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const { body } = await client.get(path, signal ? { signal } : {})
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw new ApiError(`${path} is not what a Kubernetes API server answers`)
  return parsed.data
}
