import { z } from 'zod'
import { defineList } from '#app/api/_answer/define-list.ts'
import { checkText } from '#lib/domain/check-text.ts'
import { CAUSES, CLOSE_REASONS, type CloseReason } from '#lib/domain/closing.ts'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import { findingKeyText } from '#lib/domain/finding-key.ts'
import { STATUSES } from '#lib/domain/outcome.ts'
import { SEVERITIES } from '#lib/domain/severity.ts'
import { countFindings } from '#lib/queries/count-findings.ts'
import { type FindingRow, listFindings as listRows } from '#lib/queries/list-findings.ts'

const isReason = (reason: (typeof CLOSE_REASONS)[number]): reason is CloseReason => reason !== ''

export const FindingRecord = z.object({
  key: z.string().describe('Names the finding for good, open or closed'),
  state: z.enum(['open', 'excepted', 'closed']),
  severity: z.enum(SEVERITIES),
  status: z.enum(STATUSES).nullable().describe('What the check says; null for what is excepted'),
  check: z.string().describe('engine/policy/rule'),
  title: z.string().nullable(),
  engine: z.string(),
  policy: z.string(),
  rule: z.string(),
  source: z.string(),
  environment: z.string(),
  apiGroup: z.string().nullable(),
  kind: z.string().nullable(),
  namespace: z.string().nullable(),
  name: z.string().nullable(),
  part: z.string().describe('Tells several findings of one check on one subject apart: a package, a container'),
  team: z.string().nullable().describe('Slug of the team that owns the subject; null: nobody does'),
  message: z.string().describe('What the tool wrote, as it came'),
  episode: z.int().describe('How often it has opened; 0 for what is excepted'),
  openedAt: z.date(),
  cause: z.enum(CAUSES).nullable().describe('Why it opened'),
  dueAt: z.date().nullable().describe('When it should be fixed'),
  closedAt: z.date().nullable(),
  closeReason: z.enum(CLOSE_REASONS.filter(isReason)).nullable().describe('Why it closed; only `fixed` is a fix'),
  exceptions: z.array(z.string()).describe('Names of the exceptions that cover it'),
})

export const listFindings = defineList({
  id: 'listFindings',
  path: '/api/v1/findings',
  tag: 'Findings',
  summary: 'List findings',
  words: 'What checks say no to, on what, since when, and whose it is. Without a filter: what is open, worst first.',
  query: FindingFilter,
  rowName: 'Finding',
  row: FindingRecord,
  file: 'findings',
  // Only these filters ask what time it is.
  changesWith: ({ due, opened, closed }) => (due || opened || closed ? ['results', 'minute'] : ['results']),
  page: async ({ db, scope, filter, at }) => {
    const [page, total] = await Promise.all([listRows(db, scope, filter, at), countFindings(db, scope, filter, at)])
    return { ...page, rows: page.rows.map(recordOf), total }
  },
})

const recordOf = (row: FindingRow): z.infer<typeof FindingRecord> => ({
  key: findingKeyText(row),
  state: row.closedAt ? 'closed' : row.status ? 'open' : 'excepted',
  severity: row.severity,
  status: row.status ?? null,
  check: checkText(row),
  title: row.title,
  engine: row.engine,
  policy: row.policy,
  rule: row.rule,
  source: row.source,
  environment: row.environment,
  apiGroup: row.group,
  kind: row.kind,
  namespace: row.namespace,
  name: row.name,
  part: row.part,
  team: row.teamSlug,
  message: row.message,
  episode: row.episode,
  openedAt: row.openedAt,
  cause: row.cause ?? null,
  dueAt: row.dueAt,
  closedAt: row.closedAt,
  closeReason: row.closeReason ?? null,
  exceptions: row.exceptions,
})
