import type { BundleMissing } from '#lib/queries/bundle-row.ts'

export type MissingLine = { what: string; reason: string; when: string }

/** What a bundle lacks, one line for each source and reason, with how often and between which days. */
export function prepareMissing(missing: readonly BundleMissing[]): MissingLine[] {
  const groups = Map.groupBy(missing, ({ source, feed, what, reason }) =>
    JSON.stringify([what ?? source ?? '', feed ?? '', reason]),
  )
  return [...groups.values()].map((group) => {
    const [first] = group
    const days = group.flatMap(({ from }) => (from ? [from.slice(0, 10)] : [])).sort()
    const ends = group.flatMap(({ to, from }) => ((to ?? from) ? [(to ?? from ?? '').slice(0, 10)] : [])).sort()
    const [start, end] = [days[0], ends.at(-1)]
    const times = group.length > 1 ? `${group.length} times ` : ''
    return {
      what: [first?.what ?? first?.source, first?.feed].filter(Boolean).join(' '),
      reason: first?.reason ?? '',
      when: start
        ? `${times}${group.length > 1 ? 'from' : ''} ${start}${end && end !== start ? ` to ${end}` : ''}`.trim()
        : times.trim(),
    }
  })
}
