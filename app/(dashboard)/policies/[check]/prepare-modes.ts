import type { CheckMode } from '#lib/queries/list-check-modes.ts'

export type PlaceModes = {
  sourceId: number
  source: string
  environment: string
  /** Empty: wherever no other place of the source is named. */
  place: string
  /** What it does there now; undefined when it is gone from there. */
  now: CheckMode | undefined
  /** Everything before, the latest first. */
  before: CheckMode[]
}

/** What a check does in each place of each source, and what it did there before. */
export function prepareModes(modes: readonly CheckMode[]): PlaceModes[] {
  const places = Map.groupBy(modes, ({ sourceId, place }) => `${sourceId}\0${place}`)
  return [...places.values()].flatMap((all) => {
    const [first] = all
    if (!first) return []
    const { sourceId, source, environment, place } = first
    const now = first.to === null ? first : undefined
    return [{ sourceId, source, environment, place, now, before: now ? all.slice(1) : all }]
  })
}

/** One sentence of where it enforces, and since when at the earliest. */
export function enforcementWords(places: readonly PlaceModes[]): string {
  const known = places.filter(({ now, place }) => now !== undefined && place === '')
  if (known.length === 0) return 'No source states whether it blocks anything.'
  const enforced = known.flatMap(({ now }) => (now?.mode === 'enforce' ? [now] : []))
  if (enforced.length === 0) return `It blocks nothing in ${countWords(known.length)} that ${verb(known.length)} it.`
  const latest = enforced.reduce((a, b) => (b.from > a.from ? b : a))
  const since = `since ${latest.from.toISOString().slice(0, 10)}${latest.isBaseline ? ' or earlier' : ''}`
  if (known.length === 1) return `It enforces in its one source ${since}.`
  if (enforced.length === 1) return `It enforces in 1 of ${known.length} sources, ${since}.`
  const share = enforced.length === known.length ? `all ${known.length}` : `${enforced.length} of ${known.length}`
  return `It enforces in ${share} sources, in every one of those ${since}.`
}

const countWords = (count: number): string => (count === 1 ? 'the one source' : `the ${count} sources`)
const verb = (count: number): string => (count === 1 ? 'states' : 'state')
