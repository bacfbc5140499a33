import type { CheckRow } from '#lib/queries/list-checks.ts'

/** What the API and the exports say of a check, in order. */
export const CHECK_COLUMNS: readonly {
  key: string
  value: (row: CheckRow) => string | number | Date | null | undefined
}[] = [
  { key: 'id', value: (row) => row.id },
  { key: 'engine', value: (row) => row.engine },
  { key: 'policy', value: (row) => row.policy },
  { key: 'rule', value: (row) => row.rule },
  { key: 'title', value: (row) => row.title },
  { key: 'category', value: (row) => row.category },
  { key: 'severity', value: (row) => row.severity },
  { key: 'modes', value: (row) => row.modes.map(({ mode, sources }) => `${mode} in ${sources}`).join(', ') },
  { key: 'sources', value: (row) => row.sources.join(', ') },
  { key: 'open', value: (row) => row.open },
  { key: 'passing', value: (row) => row.pass },
  { key: 'judged', value: (row) => row.judged },
  { key: 'controls', value: (row) => row.controls },
  { key: 'listed', value: (row) => row.listed },
  { key: 'listedOf', value: (row) => row.total },
  { key: 'firstAt', value: (row) => row.firstAt },
]
