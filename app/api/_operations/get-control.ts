import { z } from 'zod'
import { resolvePlace } from '#app/(dashboard)/controls/resolve-place.ts'
import { defineOne } from '#app/api/_answer/define-one.ts'
import { MAX_PAGE } from '#app/api/_answer/page-query.ts'
import type { ControlPart } from '#lib/controls/control-part.ts'
import { CONTROL_STATES, NOT_ASSESSED_REASONS, PART_STATUSES } from '#lib/controls/control-state.ts'
import { checkText } from '#lib/domain/check-text.ts'
import { getControl as getRow } from '#lib/queries/get-control.ts'
import { type ControlCheck, listControlChecks } from '#lib/queries/list-control-checks.ts'
import { listControlEvidence } from '#lib/queries/list-control-evidence.ts'
import { listControlHistory } from '#lib/queries/list-control-history.ts'
import { EvidenceRecord, evidenceRecord } from './control-evidence.ts'
import { ControlRecord, controlRecord } from './list-controls.ts'
import { PLACE_QUERY, refuseUnknownPlace } from './place.ts'

const MAX_HISTORY_DAYS = 400

const PartRecord = z.object({
  checkId: z.int().nullable(),
  mappingId: z.string().nullable().describe('Of an entry that stands for a whole class of checks'),
  title: z.string().nullable().describe('The check as engine/policy/rule, or the title of the entry'),
  required: z.boolean(),
  status: z.enum(PART_STATUSES),
  pass: z.int(),
  fail: z.int().describe('Every failure that stands, warnings included'),
  warn: z.int(),
  error: z.int(),
  excepted: z.int(),
  stale: z.int(),
  since: z.iso.datetime().nullable().describe('When the oldest failure that stands was first seen'),
  lastCompleteAt: z.iso.datetime().nullable(),
})

const Whole = ControlRecord.extend({
  description: z.string().nullable(),
  frameworkTitle: z.string(),
  licenceNote: z.string(),
  parts: z.array(PartRecord).describe('What the state comes from, by check'),
  history: z
    .array(
      z.object({
        day: z.iso.date(),
        state: z.enum(CONTROL_STATES).nullable().describe('Null: nobody derived it on that day'),
        reason: z.enum(NOT_ASSESSED_REASONS).nullable(),
        exceptions: z.boolean(),
        failing: z.int(),
      }),
    )
    .describe('Its state on each day up to asOf, oldest first'),
  evidence: z.array(EvidenceRecord).describe(`The first ${MAX_PAGE} of its evidence; the list of evidence has all`),
})

export const getControl = defineOne({
  id: 'getControl',
  path: '/api/v1/controls/{framework}/{id}',
  tag: 'Controls',
  summary: 'Get a control',
  words: 'One control with its state on a day, what the state comes from, its history, and the evidence for it.',
  params: z.object({ framework: z.string().max(64), id: z.string().max(64) }),
  query: z.object({
    ...PLACE_QUERY,
    days: z.coerce.number().int().min(1).max(MAX_HISTORY_DAYS).default(90).describe('Days of history'),
  }),
  rowName: 'ControlWithEvidence',
  row: Whole,
  changesWith: ['results', 'rollups', 'bundles', 'minute'],
  get: async ({ db, scope, filter, path, at }) => {
    const place = await resolvePlace(scope, filter, at)
    refuseUnknownPlace(place)
    const { environment, asOf, stateDay } = place
    const asked = { framework: path.framework, control: path.id, environment }
    const control = await getRow(db, scope, { ...asked, day: stateDay?.day })
    if (!control?.active) return undefined
    const [checks, history, evidence] = await Promise.all([
      listControlChecks(db, scope, asked),
      listControlHistory(db, scope, { ...asked, until: asOf, days: filter.days }),
      listControlEvidence(db, scope, { ...asked, day: asOf, limit: MAX_PAGE }),
    ])
    return {
      ...controlRecord(control, { framework: control.framework, environment, day: stateDay?.day ?? null }),
      description: control.description,
      frameworkTitle: control.frameworkTitle,
      licenceNote: control.licenceNote,
      parts: control.parts.map((part) => partRecord(part, checks)),
      history,
      evidence: evidence.rows.map(evidenceRecord),
    }
  },
})

function partRecord(part: ControlPart, checks: readonly ControlCheck[]): z.infer<typeof PartRecord> {
  const counts = { ...part, status: part.st }
  if ('checkId' in part) {
    const check = checks.find(({ checkId }) => checkId === part.checkId)
    return { ...counts, checkId: part.checkId, mappingId: null, title: check ? checkText(check) : null }
  }
  const { mappingId } = part
  const entry = checks.flatMap(({ mappings }) => mappings).find(({ id }) => id === mappingId)
  return { ...counts, checkId: null, mappingId, title: entry?.title ?? null }
}
