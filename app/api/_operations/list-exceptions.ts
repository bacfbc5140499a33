import { z } from 'zod'
import { defineList } from '#app/api/_answer/define-list.ts'
import { EXCEPTION_KINDS, EXCEPTION_MARKS, ExceptionFilter } from '#lib/domain/exception-filter.ts'
import { countExceptions } from '#lib/queries/count-exceptions.ts'
import { listExceptions as listRows } from '#lib/queries/list-exceptions.ts'

const ExceptionRecord = z.object({
  id: z.string(),
  kind: z.enum(EXCEPTION_KINDS).describe('What it is; `named`: results name it, and no source states it'),
  source: z.string(),
  environment: z.string(),
  namespace: z.string(),
  name: z.string(),
  scope: z.string().describe('What it covers, in the words of its source'),
  checks: z.array(z.string()),
  reason: z.string().nullable(),
  approver: z.string().nullable(),
  requester: z.string().nullable(),
  ticket: z.string().nullable(),
  createdAt: z.date().nullable(),
  firstSeenAt: z.date(),
  expiresAt: z.date().nullable(),
  goneAt: z.date().nullable().describe('When its source stopped stating it'),
  covered: z.int().describe('Results it covers now'),
  marks: z.array(z.enum(EXCEPTION_MARKS)).describe('What a reader should look at'),
})

export const listExceptions = defineList({
  id: 'listExceptions',
  path: '/api/v1/exceptions',
  tag: 'Exceptions',
  summary: 'List exceptions',
  words: 'The register of what lets findings stand: policy exceptions, suppressions, skips in the code.',
  query: ExceptionFilter,
  rowName: 'Exception',
  row: ExceptionRecord,
  file: 'exceptions',
  changesWith: ['results', 'minute'],
  page: async ({ db, scope, filter, at }) => {
    const [page, counts] = await Promise.all([listRows(db, scope, filter, at), countExceptions(db, scope, filter, at)])
    return { ...page, total: { count: filter.mark ? counts.marks[filter.mark] : counts.total, capped: false } }
  },
})
