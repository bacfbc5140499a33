import type { BundleExport } from './bundle-export.ts'
import type { Question } from './snapshot.ts'

type FrameworkRecord = {
  id: string
  title: string
  version: string
  source: string
  licenceNote: string
  sha256: string
}
export type ControlRecord = {
  framework: string
  id: string
  title: string
  description: string | null
  section: string
  parent: string | null
  automation: string
  active: boolean
  facts: Record<string, unknown>
}
type MappingRecord = {
  id: string
  engine: string
  match: Record<string, unknown>
  title: string
  concept: string | null
  rationale: string
  confidence: string
  version: string
}
type MappingControl = { mapping: string; framework: string; control: string; basis: string; sources: string[] }

export type CatalogRecords = {
  frameworks: FrameworkRecord[]
  /** In catalogue order. */
  controls: ControlRecord[]
  mappings: Map<string, MappingRecord>
  /** By `framework:id` of the control. */
  mappingsOf: Map<string, MappingControl[]>
  /** Ids of checks by mapping entry. */
  checksOf: Map<string, number[]>
}

export const controlKey = ({ framework, id }: Pick<ControlRecord, 'framework' | 'id'>): string => `${framework}:${id}`

/** The catalogues, the mapping set, and which checks each entry of it speaks for, as they are in the snapshot. */
export async function catalogRecords({ snapshot, scope }: BundleExport): Promise<CatalogRecords> {
  const of = [scope.frameworks === 'all' ? null : [...scope.frameworks]]
  const controls = await snapshot.rows<ControlRecord>(CONTROLS, of)
  const mappings = await snapshot.rows<MappingRecord>(MAPPINGS, of)
  const links = await snapshot.rows<MappingControl>(MAPPING_CONTROLS, of)
  const matches = await snapshot.rows<{ mapping: string; checkId: number }>(MATCHES, of)
  return {
    frameworks: await snapshot.rows<FrameworkRecord>(FRAMEWORKS, of),
    controls,
    mappings: new Map(mappings.map((mapping) => [mapping.id, mapping])),
    mappingsOf: Map.groupBy(links, ({ framework, control }) => `${framework}:${control}`),
    checksOf: new Map(
      [...Map.groupBy(matches, ({ mapping }) => mapping)].map(([id, rows]) => [id, rows.map(({ checkId }) => checkId)]),
    ),
  }
}

const FRAMEWORKS: Question = {
  name: 'frameworks',
  about: 'The catalogues. $1 frameworks or null for all.',
  sql: `
SELECT id, title, version, source, licence_note AS "licenceNote", sha256 FROM framework
WHERE $1::text[] IS NULL OR id = ANY ($1::text[]) ORDER BY position, id COLLATE "C"`,
}

const CONTROLS: Question = {
  name: 'controls',
  about: 'The controls of the catalogues, in catalogue order. $1 frameworks or null for all.',
  sql: `
SELECT c.framework_id AS framework, c.id, c.title, c.description, c.section, c.parent_id AS parent, c.automation, c.active, c.facts
FROM control c JOIN framework f ON f.id = c.framework_id
WHERE $1::text[] IS NULL OR c.framework_id = ANY ($1::text[])
ORDER BY f.position, f.id COLLATE "C", c.position, c.id COLLATE "C"`,
}

const MAPPINGS: Question = {
  name: 'mappings',
  about: 'The mapping set: what speaks for controls, and why. $1 frameworks or null for all.',
  sql: `
SELECT id, engine, match, title, concept, rationale, confidence, version FROM mapping
WHERE $1::text[] IS NULL OR id IN (SELECT mapping_id FROM mapping_control WHERE framework_id = ANY ($1::text[]))
ORDER BY id COLLATE "C"`,
}

const MAPPING_CONTROLS: Question = {
  name: 'mapping-controls',
  about: 'The controls of each mapping entry, with the basis of each pair. $1 frameworks or null for all.',
  sql: `
SELECT mapping_id AS mapping, framework_id AS framework, control_id AS control, basis, sources
FROM mapping_control WHERE $1::text[] IS NULL OR framework_id = ANY ($1::text[])
ORDER BY mapping_id COLLATE "C", framework_id COLLATE "C", control_id COLLATE "C"`,
}

const MATCHES: Question = {
  name: 'mapping-checks',
  about: 'Which checks each mapping entry speaks for. $1 frameworks or null for all.',
  sql: `
SELECT m.mapping_id AS mapping, m.check_id AS "checkId" FROM check_mapping m JOIN policy_check c ON c.id = m.check_id
WHERE $1::text[] IS NULL OR m.mapping_id IN (SELECT mapping_id FROM mapping_control WHERE framework_id = ANY ($1::text[]))
ORDER BY m.mapping_id COLLATE "C", c.engine COLLATE "C", c.policy COLLATE "C", c.rule COLLATE "C"`,
}
