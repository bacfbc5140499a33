import { z } from 'zod'
import { cutPage } from '#app/api/_answer/cut-page.ts'
import { defineList } from '#app/api/_answer/define-list.ts'
import { PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { auditState } from '#lib/domain/audit-state.ts'
import { listAudits as listRows } from '#lib/queries/list-audits.ts'

const AuditRecord = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['upcoming', 'open', 'expired', 'closed']),
  frameworks: z.array(z.string()),
  from: z.date().describe('The first moment of its window'),
  until: z.date().describe('The end of its window, not part of it'),
  environments: z.array(z.string()).nullable().describe('What it is limited to; null: not limited'),
  sources: z.array(z.string()).nullable().describe('What it is limited to; null: not limited'),
  expiresAt: z.date().describe('When its auditors may not look any more'),
  people: z.int().describe('Who was invited'),
  createdBy: z.string(),
  createdAt: z.date(),
  closedAt: z.date().nullable(),
})

export const listAudits = defineList({
  id: 'listAudits',
  path: '/api/v1/audits',
  tag: 'Evidence',
  summary: 'List audits',
  words: 'The audits that you may see, each with its frameworks, window and scope; of an auditor, the own one.',
  query: z.object(PAGE_QUERY),
  rowName: 'Audit',
  row: AuditRecord,
  file: 'audits',
  changesWith: ['results', 'minute'],
  page: async ({ db, scope, filter, at }) => {
    const rows = (await listRows(db, scope)).map((audit) => ({
      ...audit,
      state: auditState(audit, at),
      frameworks: audit.frameworks.map(({ id }) => id),
      environments: audit.limits.environments ?? null,
      sources: audit.limits.sources ? audit.sources : null,
    }))
    return cutPage(rows, filter, ({ id }) => id)
  },
})
