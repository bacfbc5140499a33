import { readdir, readFile } from 'node:fs/promises'
import { parse } from 'yaml'

export const FIXTURES = new URL('../../e2e/fixtures/', import.meta.url)

/** One result as kyverno wrote it, without its time and resource, which belong to the object it is used for. */
export type CapturedResult = {
  source: string
  policy: string
  rule?: string
  result: string
  message: string
  properties?: Record<string, string>
}
/** One violation as gator wrote it. */
export type CapturedViolation = {
  constraint: string
  message: string
  enforcementAction: string
  scopedActions?: string[]
}

/** What the tools said of one manifest. `service` is the name that its texts use for the workload. */
export type Archetype = {
  namespace: string
  service: string
  results: CapturedResult[]
  violations: CapturedViolation[]
}

export type Constraint = {
  apiVersion: string
  kind: string
  metadata: { name: string; labels?: Record<string, string> }
  spec: { enforcementAction?: string; scopedEnforcementActions?: unknown; match?: object; parameters?: unknown }
}

export type Captured = {
  /** By name, as in `deployment-no-probes`; those with exceptions in force as `excepted:deployment-legacy`. */
  archetypes: ReadonlyMap<string, Archetype>
  constraints: readonly Constraint[]
}

type IndexEntry = {
  file: string
  kind: string
  name: string
  namespace: string | null
  kyverno: { file: string }
  kyvernoExcepted?: { file: string }
  gatekeeper: { violations: number[] }
}
type Violation = {
  msg: string
  enforcementAction: string
  scopedActions?: string[]
  constraint: { metadata: { name: string } }
}

// What is read here is made by make.sh beside it, so its shape is known.
const readJson = async <T>(path: string): Promise<T> =>
  JSON.parse(await readFile(new URL(`captured/${path}`, FIXTURES), 'utf8'))

/** Reads what the real tools wrote (see e2e/fixtures/README.md). */
export async function readCaptured(): Promise<Captured> {
  const index = await readJson<IndexEntry[]>('archetypes.json')
  const violations = (await readJson<Violation[]>('gatekeeper/violations.json')).map(
    ({ msg, constraint, ...violation }): CapturedViolation => ({
      constraint: constraint.metadata.name,
      message: msg,
      ...violation,
    }),
  )
  const archetypes = new Map<string, Archetype>()
  for (const entry of index) {
    const name = entry.file.replace(/^.*\/(.+)\.yaml$/, '$1')
    const about = {
      namespace: entry.namespace ?? '',
      service: serviceName(entry, name),
      violations: entry.gatekeeper.violations.flatMap((position) => violations[position] ?? []),
    }
    archetypes.set(name, { ...about, results: await readResults(entry.kyverno.file) })
    if (entry.kyvernoExcepted)
      archetypes.set(`excepted:${name}`, { ...about, results: await readResults(entry.kyvernoExcepted.file) })
  }
  return { archetypes, constraints: await readJson('gatekeeper/constraints.json') }
}

/** Pods and ReplicaSets are named after their Deployment, and their containers bear its name. */
function serviceName({ kind, name }: IndexEntry, archetype: string): string {
  if (archetype.startsWith('pod-owned-')) return name.replace(/-[^-]+-[^-]+$/, '')
  return kind === 'ReplicaSet' ? name.replace(/-[^-]+$/, '') : name
}

async function readResults(path: string): Promise<CapturedResult[]> {
  const text = await readFile(new URL(`captured/${path}`, FIXTURES), 'utf8')
  const documents = text.split('\n').filter((line) => line.startsWith('{'))
  return documents.flatMap((line) => {
    const report: { results: (CapturedResult & { timestamp: unknown; resources: unknown })[] } = JSON.parse(line)
    return report.results.map(({ timestamp, resources, ...result }) => result)
  })
}

type Texts = Record<string, string>
export type ExceptionObject = {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace: string; labels?: Texts; annotations?: Texts }
  spec: { expiresAt?: string }
}

/** The exception objects that were in force for the `excepted:` archetypes. */
export const readExceptionObjects = (): Promise<ExceptionObject[]> => readObjects<ExceptionObject>('kyverno/exceptions')

export type PolicyText = { kind: string; metadata: { name: string; namespace?: string } }

/** The policies that the results come from, and the templates of the constraints. */
export async function readPolicyTexts(): Promise<PolicyText[]> {
  const folders = ['kyverno/policies', 'kyverno/cel', 'kyverno/namespaced', 'gatekeeper/templates']
  return (await Promise.all(folders.map(readObjects<PolicyText>))).flat()
}

async function readObjects<T>(folder: string): Promise<T[]> {
  const place = new URL(`inputs/${folder}/`, FIXTURES)
  const names = (await readdir(place)).filter((name) => name.endsWith('.yaml')).sort()
  return Promise.all(names.map(async (name): Promise<T> => parse(await readFile(new URL(name, place), 'utf8'))))
}
