import { z } from 'zod'
import { controlStateWords } from '#app/_ui/control-state-words.ts'
import { ControlSearch } from '#app/(dashboard)/controls/control-search.ts'
import { countParts, prepareWhy } from '#app/(dashboard)/controls/prepare-why.ts'
import { resolvePlace } from '#app/(dashboard)/controls/resolve-place.ts'
import { cutPage } from '#app/api/_answer/cut-page.ts'
import { defineList } from '#app/api/_answer/define-list.ts'
import { PAGE_QUERY } from '#app/api/_answer/page-query.ts'
import { CONTROL_STATES, NOT_ASSESSED_REASONS } from '#lib/controls/control-state.ts'
import { ProductError } from '#lib/errors.ts'
import { type ControlStateRow, listControlStates } from '#lib/queries/list-control-states.ts'
import { listFrameworks } from '#lib/queries/list-frameworks.ts'
import { Conformance, Share } from './list-frameworks.ts'
import { PLACE_QUERY, refuseUnknownPlace, StateDay } from './place.ts'

export const ControlRecord = z.object({
  framework: z.string(),
  environment: z.string(),
  day: z.iso.date().nullable().describe('The day of the state; null: no day has one yet'),
  id: z.string(),
  displayId: z.string(),
  title: z.string(),
  section: z.string(),
  parentId: z.string().nullable(),
  automation: z.enum(['partial', 'manual', 'rollup']),
  state: z.enum(CONTROL_STATES),
  reason: z.enum(NOT_ASSESSED_REASONS).nullable().describe('Why it is not assessed'),
  exceptions: z.boolean().describe('It leans on exceptions'),
  hasOldFailure: z.boolean(),
  words: z.string().describe('The state in the words of every screen and bundle'),
  why: z.string(),
  checks: z.int().describe('Checks that speak for it'),
  pass: z.int().nullable().describe('Subjects, each once a check'),
  fail: z.int().nullable(),
  error: z.int().nullable(),
  excepted: z.int().nullable(),
  stale: z.int().nullable(),
})

export const listControls = defineList({
  id: 'listControls',
  path: '/api/v1/controls',
  tag: 'Controls',
  summary: 'List the controls of a framework',
  words: 'The state of every control of a framework in one environment on one day. Headings are left out.',
  query: ControlSearch.extend({
    ...PLACE_QUERY,
    framework: z.string().min(1).max(64).describe('Id of a framework, as the list of frameworks has it'),
    ...PAGE_QUERY,
  }),
  rowName: 'Control',
  row: ControlRecord,
  beside: z.object({
    framework: z.string(),
    environment: z.string(),
    asOf: z.iso.date(),
    states: StateDay,
    coverage: Share,
    conformance: Conformance,
    licenceNote: z.string(),
  }),
  file: 'controls',
  changesWith: ['results', 'rollups', 'minute'],
  page: async ({ db, scope, filter, at }) => {
    const { framework, state, automation, section, q } = filter
    const place = await resolvePlace(scope, filter, at)
    refuseUnknownPlace(place)
    const { environment, stateDay, asOf } = place
    const [frameworks, controls] = await Promise.all([
      listFrameworks(db, scope, { environment, day: stateDay?.day }),
      listControlStates(db, scope, { framework, environment, day: stateDay?.day }),
    ])
    const summary = frameworks.find(({ id }) => id === framework)
    if (!summary) throw new ProductError('not-found', `There is no framework "${framework}".`)
    const rows = controls.filter(
      (row) =>
        row.automation !== 'rollup' &&
        (!state || row.state === state) &&
        (!automation || row.automation === automation) &&
        (!section || row.section === section) &&
        (!q || `${row.id} ${row.displayId} ${row.title}`.toLowerCase().includes(q.toLowerCase())),
    )
    const { coverage, conformance, licenceNote } = summary
    return {
      ...cutPage(
        rows.map((row) => controlRecord(row, { framework, environment, day: stateDay?.day ?? null })),
        filter,
        ({ id }) => id,
      ),
      beside: { framework, environment, asOf, states: stateDay ?? null, coverage, conformance, licenceNote },
    }
  },
})

type Place = { framework: string; environment: string; day: string | null }

const NO_COUNTS = { pass: null, fail: null, error: null, excepted: null, stale: null }

export const controlRecord = (
  { parts, stale, ...row }: ControlStateRow,
  place: Place,
): z.infer<typeof ControlRecord> => ({
  ...place,
  ...row,
  hasOldFailure: stale,
  words: controlStateWords(row.state, row.reason, row.exceptions),
  why: prepareWhy({ ...row, parts }),
  checks: parts.length,
  ...(parts.length ? countParts(parts) : NO_COUNTS),
})
