import { rollUp } from '#lib/controls/roll-up.ts'
import type { BundleExport } from './bundle-export.ts'
import { type ControlRecord, controlKey } from './catalog-records.ts'
import { controlIdentity } from './control-document.ts'
import { formatJson } from './format-json.ts'
import type { WrittenControl } from './write-controls.ts'

/** Writes the headings. One has no state of its own: the counts of the controls under it, and the worst of them. */
export async function writeHeadings(
  { writer }: BundleExport,
  written: ReadonlyMap<string, WrittenControl>,
  environments: string[],
): Promise<void> {
  const records = [...written.values()].map(({ record }) => record)
  const children = Map.groupBy(records, ({ framework, parent }) => (parent === null ? '' : `${framework}:${parent}`))
  const leavesOf = (control: ControlRecord): ControlRecord[] =>
    (children.get(controlKey(control)) ?? []).flatMap((child) =>
      child.automation === 'rollup' ? leavesOf(child) : [child],
    )

  for (const { record, path, headings } of written.values()) {
    if (record.automation !== 'rollup') continue
    const leaves = leavesOf(record)
    for (const environment of environments) {
      const states = leaves.flatMap((leaf) => written.get(controlKey(leaf))?.periods.get(environment)?.end.state ?? [])
      headings.set(environment, rollUp(states))
    }
    const document = {
      ...controlIdentity(record),
      heading: true,
      controls: leaves.map(({ id }) => id),
      environments: environments.map((environment) => ({ environment, ...headings.get(environment) })),
    }
    await writer.add(path, formatJson(document), {
      role: 'control',
      mediaType: 'application/json',
      controls: [controlKey(record)],
    })
  }
}
