import type { ControlInputs } from './control-inputs.ts'

/** What speaks for controls: a check, or a mapping entry that stands for a whole class of checks. */
export type PartKey = { checkId: number } | { mappingId: string }

/** Positions are into `parts` and into the controls of the inputs. */
export type ControlParts = {
  parts: PartKey[]
  partsOfCheck: Map<number, number[]>
  controlsOfCheck: Map<number, number[]>
  partsOfControl: { part: number; required: boolean }[][]
}

type Links = Pick<ControlInputs, 'checkMappings' | 'mappingControls' | 'controls'>

/** Which parts each control has. A part is supporting only where every entry that links it to the control is. */
export function controlParts(
  { checkMappings, mappingControls, controls }: Links,
  supporting: ReadonlySet<string>,
): ControlParts {
  const positions = new Map(controls.map(({ framework, controlId }, i) => [`${framework}:${controlId}`, i]))
  const mappings = new Map<string, { isPrefix: boolean; controls: number[] }>()
  for (const { mappingId, isPrefix, framework, controlId } of mappingControls) {
    const mapping = mappings.get(mappingId) ?? { isPrefix, controls: [] }
    mappings.set(mappingId, mapping)
    const position = positions.get(`${framework}:${controlId}`)
    if (position !== undefined) mapping.controls.push(position)
  }

  const parts: PartKey[] = []
  const byKey = new Map<number | string, number>()
  const partOf = (key: number | string): number => {
    const known = byKey.get(key)
    if (known !== undefined) return known
    byKey.set(key, parts.length)
    return parts.push(typeof key === 'number' ? { checkId: key } : { mappingId: key }) - 1
  }

  const partsOfCheck = new Map<number, Set<number>>()
  const controlsOfCheck = new Map<number, Set<number>>()
  const required = controls.map(() => new Map<number, boolean>())
  for (const { checkId, mappingId } of checkMappings) {
    const mapping = mappings.get(mappingId)
    if (!mapping) continue
    const part = partOf(mapping.isPrefix ? mappingId : checkId)
    addTo(partsOfCheck, checkId, part)
    for (const control of mapping.controls) {
      addTo(controlsOfCheck, checkId, control)
      const links = required[control]
      links?.set(part, links.get(part) === true || !supporting.has(mappingId))
    }
  }
  return {
    parts,
    partsOfCheck: toLists(partsOfCheck),
    controlsOfCheck: toLists(controlsOfCheck),
    partsOfControl: required.map((links) => [...links].map(([part, isRequired]) => ({ part, required: isRequired }))),
  }
}

function addTo(map: Map<number, Set<number>>, key: number, value: number): void {
  const known = map.get(key)
  if (known) known.add(value)
  else map.set(key, new Set([value]))
}

const toLists = (map: Map<number, Set<number>>) => new Map([...map].map(([key, values]) => [key, [...values]]))
