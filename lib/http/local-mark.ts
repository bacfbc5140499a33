import { randomUUID } from 'node:crypto'

const KEY = Symbol.for('muniment.local-mark')
const kept = globalThis as { [KEY]?: string }

/**
 * The header by which this process marks requests from its own machine. Its name is made anew at every start, so that no
 * request can bring it along.
 */
export function localMark(): string {
  kept[KEY] ??= `x-local-${randomUUID()}`
  return kept[KEY]
}
