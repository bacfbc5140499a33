import { basisOf, type MappingBasis } from './mapping-entry.ts'
import { mappingId } from './mapping-id.ts'
import type { Catalogs } from './read-catalogs.ts'

type ControlRow = {
  framework_id: string
  id: string
  title: string
  description: string | null
  section: string
  parent_id: string | null
  automation: string
  active: boolean
  position: number
  facts: Record<string, unknown>
}

type MappingControlRow = {
  mapping_id: string
  framework_id: string
  control_id: string
  basis: MappingBasis
  sources: string[]
}

/** The catalogues as rows of the tables framework and control. A withdrawn control is kept, inactive. */
export function frameworkRows({ frameworks }: Catalogs) {
  const controls: ControlRow[] = []
  const rows = frameworks.map(({ catalog, sha256 }, index) => {
    const { framework: id, title, version, source, licence_note } = catalog
    for (const [position, control] of catalog.controls.entries()) {
      const { id: controlId, title, group, description_own_words, parent, automation, ...facts } = control
      controls.push({
        framework_id: id,
        id: controlId,
        title,
        description: description_own_words,
        section: group,
        parent_id: parent ?? null,
        automation: automation ?? 'manual',
        active: control.status !== 'withdrawn',
        position,
        facts,
      })
    }
    return { id, title, version, source, licence_note, sha256, position: index }
  })
  return { frameworks: rows, controls }
}

/** The mapping set as rows of the tables mapping and mapping_control, with why each control is there. */
export function mappingRows({ mappings }: Catalogs) {
  const controls: MappingControlRow[] = []
  const rows = mappings.entries.map((entry) => {
    const id = mappingId(entry.match)
    for (const control of entry.controls) {
      const split = control.indexOf(':')
      controls.push({
        mapping_id: id,
        framework_id: control.slice(0, split),
        control_id: control.slice(split + 1),
        ...basisOf(entry, control),
      })
    }
    const { match, title, concept, rationale, confidence } = entry
    return { id, engine: match.source, match, title, concept, rationale, confidence, version: mappings.sha256 }
  })
  return { mappings: rows, controls }
}
