import { z } from 'zod'
import { defineList } from '#app/api/_answer/define-list.ts'
import { PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { SubjectFilter } from '#lib/domain/subject-filter.ts'
import { listSubjects as listRows, SUBJECT_ORDER } from '#lib/queries/list-subjects.ts'
import { refuseForeignCursor } from './refuse-foreign-cursor.ts'

const SubjectRecord = z.object({
  subject: z.string().describe('Names it inside its source'),
  source: z.string(),
  environment: z.string(),
  feed: z.string().describe('What judges it here; a subject that two feeds judge is there twice'),
  category: z.string(),
  apiGroup: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  team: z.string().nullable().describe('Slug of the team that owns it; null: nobody does'),
  open: z.int().describe('Open findings'),
  excepted: z.int(),
  pass: z.int().nullable().describe('Checks it passes; null for a window that is over'),
  firstAt: z.date(),
  changedAt: z.date().nullable(),
  goneAt: z.date().nullable(),
})

export const listSubjects = defineList({
  id: 'listSubjects',
  path: '/api/v1/subjects',
  tag: 'Findings',
  summary: 'List subjects',
  words: 'What is judged: workloads, namespaces and objects of clusters, files and resources of repositories.',
  query: SubjectFilter.extend(PAGE_QUERY),
  rowName: 'Subject',
  row: SubjectRecord,
  file: 'subjects',
  changesWith: ['results'],
  page: async ({ db, scope, filter }) => {
    refuseForeignCursor(filter, SUBJECT_ORDER)
    const page = await listRows(db, scope, filter)
    return { ...page, rows: page.rows.map((row) => ({ ...row, apiGroup: row.group })) }
  },
})
