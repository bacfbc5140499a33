import { z } from 'zod'
import { CAUSES, CLOSE_REASONS } from './closing.ts'
import { FINDING_SORTS, FINDING_STATES, parseFindingCursor } from './finding-cursor.ts'
import { STATUSES } from './outcome.ts'
import { parsePeriod } from './period.ts'
import { SEVERITIES } from './severity.ts'

const [, ...REASONS] = CLOSE_REASONS

/** Nobody owns it: what the team filter says instead of a slug. */
export const NO_TEAM = 'none'

const blankIsAbsent = (value: unknown): unknown => {
  const one = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' && one.trim() === '' ? undefined : one
}
const text = (max = 300) => z.preprocess(blankIsAbsent, z.string().trim().max(max).optional())

/** Several values as a comma list or as a repeated parameter. */
const anyOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess((value) => {
    const pieces = [value].flat().flatMap((piece) => (typeof piece === 'string' ? piece.split(',') : []))
    const given = pieces.map((piece) => piece.trim()).filter(Boolean)
    return given.length ? [...new Set(given)] : undefined
  }, z.array(z.enum(values)).optional())

const period = z.preprocess(
  blankIsAbsent,
  z
    .string()
    .refine((value) => parsePeriod(value, new Date(0)) !== undefined, 'must be like 7d or 2026-10-01..2026-10-07')
    .optional(),
)
const cursor = z.preprocess(blankIsAbsent, z.string().max(20_000).optional())

/** What a list of findings may be asked for, on the screen, by the API and in an export alike. */
export const FindingFilter = z
  .object({
    state: z.preprocess(blankIsAbsent, z.enum(FINDING_STATES).default('open')),
    source: text().describe('Name of a source'),
    environment: text(),
    team: text(64).describe(`Slug of a team, or ${NO_TEAM} for findings nobody owns`),
    severity: anyOf(SEVERITIES),
    status: anyOf(STATUSES),
    check: text(600).describe('A check as engine/policy/rule, or its number'),
    policy: text(),
    engine: text(),
    namespace: text(),
    kind: text(),
    framework: text(64),
    control: text(64).describe('A control of the framework; a heading stands for everything below it'),
    exception: text(600).describe('Name of an exception, for state excepted'),
    reason: anyOf(REASONS).describe('Why it closed'),
    cause: anyOf(CAUSES).describe('Why it opened'),
    opened: period.describe('When it opened: 7d, or 2026-10-01..2026-10-07'),
    closed: period.describe('When it closed'),
    on: z.preprocess(blankIsAbsent, z.iso.date().optional()).describe('A UTC day: open at its end, if state is any'),
    due: z.preprocess(blankIsAbsent, z.enum(['overdue']).optional()),
    q: text(200).describe('Part of a subject, message or policy'),
    sort: z.preprocess(blankIsAbsent, z.enum(FINDING_SORTS).default('worst')),
    limit: z.preprocess(blankIsAbsent, z.coerce.number().int().min(1).max(500).default(50)),
    after: cursor.describe('Cursor of the next page'),
    before: cursor.describe('Cursor of the previous page'),
  })
  .superRefine((filter, context) => {
    for (const name of ['after', 'before'] as const) {
      if (filter[name] === undefined) continue
      const place = parseFindingCursor(filter[name])
      if (place?.state !== filter.state || place.sort !== filter.sort)
        context.addIssue({ code: 'custom', path: [name], message: 'is not a cursor of this list' })
    }
  })
export type FindingFilter = z.infer<typeof FindingFilter>
