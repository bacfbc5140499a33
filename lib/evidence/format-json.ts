const WIDTH = 120

/** JSON that reads well and is the same for the same value: what fits on a line is on one. Ends with a line break. */
export const formatJson = (value: unknown): string => `${format(value, 0)}\n`

function format(value: unknown, indent: number): string {
  const line = JSON.stringify(value) ?? 'null'
  if (line.length + indent <= WIDTH || typeof value !== 'object' || value === null) return line
  const pad = ' '.repeat(indent + 2)
  if (Array.isArray(value))
    return `[\n${value.map((item) => pad + format(item, indent + 2)).join(',\n')}\n${' '.repeat(indent)}]`
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${pad}${JSON.stringify(key)}: ${format(member, indent + 2)}`)
  return `{\n${members.join(',\n')}\n${' '.repeat(indent)}}`
}
