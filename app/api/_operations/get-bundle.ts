import { z } from 'zod'
import { defineOne } from '#app/api/_answer/define-one.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { getBundle as getRow } from '#lib/queries/get-bundle.ts'
import { BundleRecord, bundleRecord } from './bundle-record.ts'

export const getBundle = defineOne({
  id: 'getBundle',
  path: '/api/v1/bundles/{id}',
  tag: 'Evidence',
  summary: 'Get a bundle',
  words: 'One bundle: how far it is, what it lacks, and the SHA-256 of its manifest.',
  permission: 'bundle.read',
  params: z.object({ id: z.string() }),
  query: z.object({}),
  rowName: 'Bundle',
  row: BundleRecord,
  changesWith: ['bundles'],
  get: async ({ db, scope, viewer, path }) => {
    const bundle = await getRow(db, scope, path.id)
    if (!bundle) return undefined
    await writeAuditRow(db.sql, {
      at: new Date(),
      by: viewer,
      action: 'bundle.read',
      object: `bundle:${bundle.id}`,
      detail: { sequence: bundle.sequence, what: 'record' },
    })
    return bundleRecord(bundle)
  },
})
