import { z } from 'zod'
import { resolvePlace } from '#app/(dashboard)/controls/resolve-place.ts'
import { defineList } from '#app/api/_answer/define-list.ts'
import { PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { ProductError } from '#lib/errors.ts'
import { getControl } from '#lib/queries/get-control.ts'
import { EVIDENCE_ORDER, listControlEvidence as listRows } from '#lib/queries/list-control-evidence.ts'
import { EvidenceRecord, evidenceRecord } from './control-evidence.ts'
import { PLACE_QUERY, refuseUnknownPlace } from './place.ts'
import { refuseForeignCursor } from './refuse-foreign-cursor.ts'

export const listControlEvidence = defineList({
  id: 'listControlEvidence',
  path: '/api/v1/controls/{framework}/{id}/evidence',
  tag: 'Controls',
  summary: 'List the evidence of a control',
  words:
    'The scans and originals that speak for a control at the end of a day: of every feed that evaluated one of its checks the last complete scan, and what was read in part since.',
  params: z.object({ framework: z.string().max(64), id: z.string().max(64) }),
  query: z.object({ ...PLACE_QUERY, ...PAGE_QUERY }),
  rowName: 'Evidence',
  row: EvidenceRecord,
  beside: z.object({ framework: z.string(), control: z.string(), environment: z.string(), asOf: z.iso.date() }),
  file: 'evidence',
  changesWith: ['results', 'bundles', 'minute'],
  page: async ({ db, scope, filter, path, at }) => {
    refuseForeignCursor(filter, EVIDENCE_ORDER)
    const place = await resolvePlace(scope, filter, at)
    refuseUnknownPlace(place)
    const { environment, asOf } = place
    const asked = { framework: path.framework, control: path.id, environment }
    if (!(await getControl(db, scope, { ...asked, day: undefined })))
      throw new ProductError('not-found', 'There is no such control.')
    const page = await listRows(db, scope, { ...filter, ...asked, day: asOf })
    return { ...page, rows: page.rows.map(evidenceRecord), beside: { ...asked, asOf } }
  },
})
