import { z } from 'zod'
import { NO_TEAM } from './finding-filter.ts'

const blankIsAbsent = (value: unknown): unknown => {
  const one = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' && one.trim() === '' ? undefined : one
}
const text = (max = 300) => z.preprocess(blankIsAbsent, z.string().trim().max(max).optional())

/** What a list of subjects can be narrowed by. */
export const SubjectFilter = z.object({
  state: z
    .preprocess(blankIsAbsent, z.enum(['present', 'gone', 'all']).default('present'))
    .describe('Whether the latest complete scan still had it'),
  source: text().describe('Name of a source'),
  environment: text(),
  team: text(64).describe(`Slug of a team, or ${NO_TEAM} for what nobody owns`),
  namespace: text(),
  kind: text(),
  q: text(200).describe('Part of a name or a namespace'),
})
export type SubjectFilter = z.infer<typeof SubjectFilter>
