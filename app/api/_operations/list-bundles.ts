import { z } from 'zod'
import { cutPage } from '#app/api/_answer/cut-page.ts'
import { defineList } from '#app/api/_answer/define-list.ts'
import { PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { listBundles as listRows } from '#lib/queries/list-bundles.ts'
import { BundleRecord, bundleRecord } from './bundle-record.ts'

export const listBundles = defineList({
  id: 'listBundles',
  path: '/api/v1/bundles',
  tag: 'Evidence',
  summary: 'List bundles',
  words: 'The exports of evidence, newest first, each with what it lacks. Every reading is in the audit log.',
  permission: 'bundle.read',
  query: z.object(PAGE_QUERY),
  rowName: 'Bundle',
  row: BundleRecord,
  file: 'bundles',
  readAction: 'bundle.read',
  changesWith: ['bundles'],
  page: async ({ db, scope, filter }) => cutPage((await listRows(db, scope)).map(bundleRecord), filter, ({ id }) => id),
})
