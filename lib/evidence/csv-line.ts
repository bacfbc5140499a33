type Cell = string | number | boolean | null | undefined

/** Text that a spreadsheet would run, its full-width twins included. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/
const QUOTED = /[",\r\n]/

/** One line of CSV. Text that would be a formula gets an apostrophe in front, so that no spreadsheet runs it. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
