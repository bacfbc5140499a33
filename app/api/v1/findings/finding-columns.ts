import { checkText } from '#lib/domain/check-text.ts'
import { findingKeyText } from '#lib/domain/finding-key.ts'
import type { FindingRow } from '#lib/queries/list-findings.ts'

/** What the API and the exports say of a finding, in order. */
export const FINDING_COLUMNS: readonly {
  key: string
  value: (row: FindingRow) => string | number | Date | null | undefined
}[] = [
  { key: 'key', value: findingKeyText },
  { key: 'state', value: (row) => (row.closedAt ? 'closed' : row.status ? 'open' : 'excepted') },
  { key: 'severity', value: (row) => row.severity },
  { key: 'status', value: (row) => row.status },
  { key: 'check', value: checkText },
  { key: 'title', value: (row) => row.title },
  { key: 'engine', value: (row) => row.engine },
  { key: 'policy', value: (row) => row.policy },
  { key: 'rule', value: (row) => row.rule },
  { key: 'source', value: (row) => row.source },
  { key: 'environment', value: (row) => row.environment },
  { key: 'apiGroup', value: (row) => row.group },
  { key: 'kind', value: (row) => row.kind },
  { key: 'namespace', value: (row) => row.namespace },
  { key: 'name', value: (row) => row.name },
  { key: 'part', value: (row) => row.part },
  { key: 'team', value: (row) => row.teamSlug },
  { key: 'message', value: (row) => row.message },
  { key: 'episode', value: (row) => row.episode },
  { key: 'openedAt', value: (row) => row.openedAt },
  { key: 'cause', value: (row) => row.cause },
  { key: 'dueAt', value: (row) => row.dueAt },
  { key: 'closedAt', value: (row) => row.closedAt },
  { key: 'closeReason', value: (row) => row.closeReason },
  { key: 'exceptions', value: (row) => row.exceptions.join(', ') },
]
