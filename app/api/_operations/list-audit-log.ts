import { z } from 'zod'
import { defineList } from '#app/api/_answer/define-list.ts'
import { PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { Refused } from '#app/api/_answer/refused.ts'
import { AuditLogFilter } from '#lib/domain/audit-log-filter.ts'
import { listAuditLog as listRows } from '#lib/queries/list-audit-log.ts'

const AuditLogRecord = z.object({
  sequence: z.int().describe('Its place in the chain'),
  id: z.string(),
  at: z.date(),
  actor: z.string().describe('Who, as text that outlives the user'),
  actorKind: z.enum(['user', 'token', 'workload', 'program', 'nobody']),
  actorId: z.string().nullable(),
  action: z.string(),
  object: z.string(),
  detail: z.record(z.string(), z.unknown()).describe('What changed, before and after; never a secret'),
  address: z.string().nullable(),
  sha256: z.string().describe('Of the row and of the row before it'),
})

const { before: _before, ...filters } = AuditLogFilter.shape
const { before: _page, ...FORWARD } = PAGE_QUERY

export const listAuditLog = defineList({
  id: 'listAuditLog',
  path: '/api/v1/audit-log',
  tag: 'Access',
  summary: 'List the audit log',
  words: 'Who did what, newest first: every change, sign-in, export and reading of a bundle. Pages go forward only.',
  permission: 'audit-log.read',
  query: z.object({ ...filters, ...FORWARD }),
  rowName: 'AuditLogRow',
  row: AuditLogRecord,
  file: 'audit-log',
  exportAction: 'audit-log.exported',
  changesWith: ['log'],
  page: async ({ db, scope, filter: { after, ...filter } }) => {
    if (after !== undefined && !/^[1-9]\d{0,15}$/.test(after))
      throw new Refused(400, 'after: is not a cursor of this list')
    const { rows, next } = await listRows(db, scope, { ...filter, before: after ? Number(after) : undefined })
    return { rows, next: next === undefined ? undefined : String(next) }
  },
})
