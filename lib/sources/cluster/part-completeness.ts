import type { KindRead, Part } from './cluster-snapshot.ts'

/** `isServed` is false when the cluster knows none of the part's kinds: nobody there writes such objects. */
type PartCompleteness = { complete: boolean; isServed: boolean; listed: number; reasons: string[] }

/** The kinds of one part taken together: complete only when every one is. A part without any kind was not read. */
export function partCompleteness(kinds: KindRead[], part: Part): PartCompleteness {
  const own = kinds.filter((kind) => kind.part === part)
  return {
    complete: own.length > 0 && own.every(({ complete }) => complete),
    isServed: own.some(({ state }) => state !== 'absent'),
    listed: own.reduce((sum, { listed }) => sum + listed, 0),
    reasons: own.length > 0 ? own.flatMap(({ kind, reason }) => (reason ? `${kind}: ${reason}` : [])) : ['not read'],
  }
}
