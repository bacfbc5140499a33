const MAX = 300

/** The detail of a row, a line a value; what was before and after stands on one line where it differs. */
export function describeDetail(detail: Record<string, unknown>): [name: string, value: string][] {
  const { before, after, ...rest } = detail
  const lines: [string, string][] = Object.entries(rest).map(([name, value]) => [name, textOf(value)])
  if (!isRecord(before) || !isRecord(after))
    return [
      ...lines,
      ...[['before', before] as const, ['after', after] as const].flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, textOf(value)]],
      ),
    ]
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return [
    ...lines,
    ...changed.map((name): [string, string] => [name, `${textOf(before[name])} → ${textOf(after[name])}`]),
  ]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none'
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return value.length ? value.join(', ').slice(0, MAX) : 'none'
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, MAX)
}
