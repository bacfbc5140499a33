import { z } from 'zod'
import { defineList } from '#app/api/_answer/define-list.ts'
import { BASES } from '#lib/domain/basis.ts'
import { CheckFilter } from '#lib/domain/check-filter.ts'
import { checkText } from '#lib/domain/check-text.ts'
import { MODES } from '#lib/domain/mode.ts'
import { SEVERITIES } from '#lib/domain/severity.ts'
import { listCheckControls } from '#lib/queries/list-check-controls.ts'
import { listChecks as listRows } from '#lib/queries/list-checks.ts'

const CheckRecord = z.object({
  id: z.int(),
  check: z.string().describe('engine/policy/rule'),
  engine: z.string(),
  policy: z.string(),
  rule: z.string(),
  title: z.string().nullable(),
  category: z.string().nullable(),
  severity: z.enum(SEVERITIES).describe('As its policy states it; a finding may be worse'),
  modes: z
    .array(z.object({ mode: z.enum(MODES), sources: z.int() }))
    .describe('In how many sources it does what; a place with a mode of its own counts as well'),
  sources: z.array(z.string()).describe('Names of the sources where it runs'),
  open: z.int().describe('Open findings'),
  pass: z.int().nullable().describe('Subjects that pass; null: it judged nothing'),
  judged: z.int().nullable().describe('Subjects that pass or do not'),
  controls: z
    .array(z.object({ framework: z.string(), control: z.string(), basis: z.enum(BASES) }))
    .describe('The controls it speaks for, each with its best basis'),
  listed: z.int().nullable().describe('Of a list that was cut: how many violations it showed'),
  listedOf: z.int().nullable().describe('Of a list that was cut: how many there are'),
  firstAt: z.date(),
})

export const listChecks = defineList({
  id: 'listChecks',
  path: '/api/v1/checks',
  tag: 'Checks',
  summary: 'List checks',
  words:
    'The checks that run, with what they do and where, what is open, what passes, and the controls they speak for.',
  query: CheckFilter,
  rowName: 'Check',
  row: CheckRecord,
  file: 'checks',
  changesWith: ['results', 'rollups'],
  page: async ({ db, scope, filter, at }) => {
    const page = await listRows(db, scope, filter, at)
    const controls = Map.groupBy(
      await listCheckControls(
        db,
        scope,
        page.rows.map(({ id }) => id),
      ),
      ({ checkId }) => checkId,
    )
    return {
      next: page.next,
      previous: page.previous,
      total: { count: page.total, capped: false },
      rows: page.rows.map((row) => ({
        ...row,
        check: checkText(row),
        controls: (controls.get(row.id) ?? []).map(({ framework, control, basis }) => ({ framework, control, basis })),
        listedOf: row.total,
      })),
    }
  },
})
