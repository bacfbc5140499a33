import { type BundleExport, sourceIds } from './bundle-export.ts'
import type { Question } from './snapshot.ts'

/** The controls that a source, or one feed of it, speaks for, as `framework:id`, sorted. */
export type ControlFeeds = {
  ofSource: (sourceId: number) => string[]
  ofFeed: (sourceId: number, feedId: number) => string[]
  /** Sources that speak for a control. */
  sourcesOf: (control: string) => number[]
}

/** Which feeds speak for which controls: through the checks that each feed evaluates, now or before. */
export async function controlFeeds(work: BundleExport): Promise<ControlFeeds> {
  const numbers = new Map<string, number>()
  const feeds = new Map<string, Set<number>>()
  const sources = new Map<number, Set<number>>()
  const byControl = new Map<string, Set<number>>()
  type Row = { sourceId: number; feedId: number; control: string }
  for await (const { sourceId, feedId, control } of work.snapshot.stream<Row>(SPEAKS, [sourceIds(work)])) {
    const number = numbers.get(control) ?? numbers.size
    numbers.set(control, number)
    add(feeds, `${sourceId}/${feedId}`, number)
    add(sources, sourceId, number)
    add(byControl, control, sourceId)
  }
  const names = [...numbers.keys()]
  const read = (found: Set<number> | undefined) => [...(found ?? [])].map((number) => names[number] ?? '').sort()
  return {
    ofSource: (sourceId) => read(sources.get(sourceId)),
    ofFeed: (sourceId, feedId) => read(feeds.get(`${sourceId}/${feedId}`)),
    sourcesOf: (control) => [...(byControl.get(control) ?? [])],
  }
}

function add<K>(map: Map<K, Set<number>>, key: K, value: number): void {
  const known = map.get(key)
  if (known) known.add(value)
  else map.set(key, new Set([value]))
}

const SPEAKS: Question = {
  name: 'control-feeds',
  about: 'The controls each feed speaks for through the checks it evaluates. $1 sources.',
  sql: `
SELECT DISTINCT k.source_id AS "sourceId", k.feed_id AS "feedId", mc.framework_id || ':' || mc.control_id AS control
FROM feed_check k
JOIN check_mapping m USING (check_id)
JOIN mapping_control mc USING (mapping_id)
JOIN control c ON c.framework_id = mc.framework_id AND c.id = mc.control_id AND c.active
WHERE k.source_id = ANY ($1::int[])
ORDER BY 1, 2, 3`,
}
