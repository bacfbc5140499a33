/**
 * Cuts a block-style list, as `kubectl -o yaml` prints it (`items:` and its dashes in the first column), into its items
 * and what stands around them. Exact, because nothing inside an item may start in the first column. Undefined for any
 * other text.
 */
export function splitList(text: string): { head: string; items: string[] } | undefined {
  const start = /^items:[ \t]*\r?\n(?=- )/m.exec(text)
  if (!start) return undefined
  const begin = start.index + start[0].length
  const end = endOf(text, begin)
  const items: string[] = []
  let from = begin
  for (let next = text.indexOf('\n- ', from); next >= 0 && next < end; next = text.indexOf('\n- ', from)) {
    items.push(text.slice(from, next + 1))
    from = next + 1
  }
  items.push(text.slice(from, end))
  return { head: `${text.slice(0, start.index)}items: []\n${text.slice(end)}`, items }
}

function endOf(text: string, begin: number): number {
  const afterItems = /^[^\s#-]/gm
  afterItems.lastIndex = begin
  return afterItems.exec(text)?.index ?? text.length
}
