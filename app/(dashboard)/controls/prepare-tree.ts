import type { ControlState } from '#lib/controls/control-state.ts'
import { type RolledUp, rollUp } from '#lib/controls/roll-up.ts'
import type { ControlStateRow } from '#lib/queries/list-control-states.ts'

export type TreeRow = ControlStateRow & {
  depth: number
  /** Of a heading: the states of everything below it, whatever the filter hides. */
  below: RolledUp | undefined
}
export type TreeSection = { name: string; rows: TreeRow[]; counts: RolledUp['counts']; worst: ControlState | undefined }

export type TreeFilter = {
  state?: ControlState | undefined
  automation?: 'partial' | 'manual' | undefined
  q?: string | undefined
}

/** A catalogue as sections of rows in their order. A heading stays while something below it fits the filter. */
export function prepareTree(
  controls: readonly ControlStateRow[],
  filter: TreeFilter,
): { sections: TreeSection[]; hidden: number } {
  const byId = new Map(controls.map((control) => [control.id, control]))
  const children = Map.groupBy(controls, ({ parentId }) => parentId)
  const below = (id: string): ControlStateRow[] =>
    (children.get(id) ?? []).flatMap((child) => [...(child.automation === 'rollup' ? [] : [child]), ...below(child.id)])
  const fits = (control: ControlStateRow) => control.automation !== 'rollup' && isWanted(control, filter)

  let hidden = 0
  const sections = [...Map.groupBy(controls, ({ section }) => section)].map(([name, list]): TreeSection => {
    const leaves = list.filter(({ automation }) => automation !== 'rollup')
    const rows = list.flatMap((control): TreeRow[] => {
      const isHeading = control.automation === 'rollup'
      const under = isHeading ? below(control.id) : []
      const isShown = isHeading ? under.some(fits) : fits(control)
      if (!isShown && !isHeading) hidden++
      return isShown
        ? [
            {
              ...control,
              depth: depthOf(control, byId),
              below: isHeading ? rollUp(under.map(({ state }) => state)) : undefined,
            },
          ]
        : []
    })
    return { name, rows, ...rollUp(leaves.map(({ state }) => state)) }
  })
  return { sections, hidden }
}

function isWanted(control: ControlStateRow, { state, automation, q }: TreeFilter): boolean {
  if (state && control.state !== state) return false
  if (automation && control.automation !== automation) return false
  return !q || `${control.id} ${control.displayId} ${control.title}`.toLowerCase().includes(q.toLowerCase())
}

/** How deep a control stands below those of its own section. */
function depthOf(control: ControlStateRow, byId: ReadonlyMap<string, ControlStateRow>): number {
  let depth = 0
  for (let parent = byId.get(control.parentId ?? ''); parent && depth < 8; parent = byId.get(parent.parentId ?? ''))
    depth++
  return depth
}
