import type { ExceptionRow } from '#lib/queries/list-exceptions.ts'

/** What the API and the exports say of an exception, in order. */
export const EXCEPTION_COLUMNS: readonly {
  key: string
  value: (row: ExceptionRow) => string | number | Date | null | undefined
}[] = [
  { key: 'id', value: (row) => row.id },
  { key: 'kind', value: (row) => row.kind },
  { key: 'source', value: (row) => row.source },
  { key: 'environment', value: (row) => row.environment },
  { key: 'namespace', value: (row) => row.namespace },
  { key: 'name', value: (row) => row.name },
  { key: 'scope', value: (row) => row.scope },
  { key: 'checks', value: (row) => row.checks.join(', ') },
  { key: 'reason', value: (row) => row.reason },
  { key: 'approver', value: (row) => row.approver },
  { key: 'requester', value: (row) => row.requester },
  { key: 'ticket', value: (row) => row.ticket },
  { key: 'createdAt', value: (row) => row.createdAt },
  { key: 'firstSeenAt', value: (row) => row.firstSeenAt },
  { key: 'expiresAt', value: (row) => row.expiresAt },
  { key: 'goneAt', value: (row) => row.goneAt },
  { key: 'resultsCovered', value: (row) => row.covered },
  { key: 'marks', value: (row) => row.marks.join(', ') },
]
