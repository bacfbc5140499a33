import { z } from 'zod'
import { resolvePlace } from '#app/(dashboard)/controls/resolve-place.ts'
import { cutPage } from '#app/api/_answer/cut-page.ts'
import { defineList } from '#app/api/_answer/define-list.ts'
import { PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { CONTROL_STATES } from '#lib/controls/control-state.ts'
import { listFrameworks as listRows } from '#lib/queries/list-frameworks.ts'
import { PLACE_QUERY, refuseUnknownPlace, StateDay } from './place.ts'

export const Share = z.object({ numerator: z.int(), denominator: z.int() })
export const Conformance = Share.extend({ withExceptions: z.int().describe('Passes that lean on an exception') })

const FrameworkRecord = z.object({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  licenceNote: z.string(),
  coverage: Share.describe('Assessed controls of those in scope'),
  conformance: Conformance.describe('Passing controls of those assessed'),
  inherited: z.int(),
  notApplicable: z.int(),
  counts: z.record(z.enum(CONTROL_STATES), z.int()).describe('Controls by state'),
})

export const listFrameworks = defineList({
  id: 'listFrameworks',
  path: '/api/v1/frameworks',
  tag: 'Controls',
  summary: 'List frameworks',
  words: 'Every framework with coverage and conformance, always together, in an environment on a day.',
  query: z.object({ ...PLACE_QUERY, ...PAGE_QUERY }),
  rowName: 'Framework',
  row: FrameworkRecord,
  beside: z.object({ environment: z.string(), asOf: z.iso.date(), states: StateDay }),
  file: 'frameworks',
  changesWith: ['results', 'rollups', 'minute'],
  page: async ({ db, scope, filter, at }) => {
    const place = await resolvePlace(scope, filter, at)
    refuseUnknownPlace(place)
    const { environment, asOf, stateDay } = place
    const rows = await listRows(db, scope, { environment, day: stateDay?.day })
    const full = rows.map((row) => ({ ...row, counts: countsOf(row.counts) }))
    return { ...cutPage(full, filter, ({ id }) => id), beside: { environment, asOf, states: stateDay ?? null } }
  },
})

const countsOf = (counts: Record<string, number>) => ({
  fail: counts.fail ?? 0,
  partial: counts.partial ?? 0,
  not_assessed: counts.not_assessed ?? 0,
  pass: counts.pass ?? 0,
  inherited: counts.inherited ?? 0,
  not_applicable: counts.not_applicable ?? 0,
})
