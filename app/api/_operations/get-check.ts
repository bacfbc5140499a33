import { z } from 'zod'
import { defineOne } from '#app/api/_answer/define-one.ts'
import { MAX_PAGE } from '#app/api/_answer/page-query.ts'
import { BASES } from '#lib/domain/basis.ts'
import { checkText } from '#lib/domain/check-text.ts'
import { MODES } from '#lib/domain/mode.ts'
import { SEVERITIES } from '#lib/domain/severity.ts'
import { getCheck as getRow } from '#lib/queries/get-check.ts'
import { listCheckControls } from '#lib/queries/list-check-controls.ts'
import { listCheckModes } from '#lib/queries/list-check-modes.ts'
import { listCheckPlaces } from '#lib/queries/list-check-places.ts'

const Whole = z.object({
  id: z.int(),
  check: z.string().describe('engine/policy/rule'),
  engine: z.string(),
  policy: z.string(),
  rule: z.string(),
  title: z.string().nullable(),
  category: z.string().nullable(),
  severity: z.enum(SEVERITIES),
  description: z.string().nullable(),
  helpUri: z.string().nullable(),
  firstAt: z.date(),
  open: z.int(),
  excepted: z.int(),
  environments: z.array(z.string()),
  places: z
    .array(
      z.object({
        source: z.string(),
        namespace: z.string(),
        open: z.int(),
        subjects: z.int(),
        worst: z.enum(SEVERITIES),
        oldestAt: z.date(),
      }),
    )
    .describe(`Where it says no now, the most open first, up to ${MAX_PAGE}`),
  modes: z
    .array(
      z.object({
        source: z.string(),
        environment: z.string(),
        place: z.string().describe('A namespace, a pattern or a selector; empty: wherever no other place is'),
        mode: z.enum(MODES),
        said: z.string().describe('The setting in the words of its engine'),
        from: z.date(),
        to: z.date().nullable(),
        isBaseline: z.boolean().describe('It was so when it was first read: it began then or earlier'),
      }),
    )
    .describe('What it did where, and from when to when'),
  controls: z
    .array(z.object({ framework: z.string(), control: z.string(), title: z.string(), basis: z.enum(BASES) }))
    .describe('The controls it speaks for, each with its best basis'),
})

export const getCheck = defineOne({
  id: 'getCheck',
  path: '/api/v1/checks/{id}',
  tag: 'Checks',
  summary: 'Get a check',
  words: 'One check with what it means, where it says no, what it did over time, and the controls it speaks for.',
  params: z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) }),
  query: z.object({}),
  rowName: 'CheckWithHistory',
  row: Whole,
  changesWith: ['results', 'rollups'],
  get: async ({ db, scope, path: { id } }) => {
    const check = await getRow(db, scope, id)
    if (!check) return undefined
    const [places, modes, controls] = await Promise.all([
      listCheckPlaces(db, scope, { checkId: id, limit: MAX_PAGE }),
      listCheckModes(db, scope, id),
      listCheckControls(db, scope, [id]),
    ])
    return {
      ...check,
      check: checkText(check),
      places,
      modes: modes.map(({ sourceId: _sourceId, ...mode }) => mode),
      controls: controls.map(({ checkId: _checkId, ...control }) => control),
    }
  },
})
