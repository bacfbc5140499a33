import { z } from 'zod'

/** What can be told of each day or week. */
export const METRICS = ['open', 'opened', 'fixed', 'pass-rate'] as const
export type Metric = (typeof METRICS)[number]

/** What a series is of: everything, or one each. */
export const METRIC_GROUPS = ['all', 'severity', 'team', 'source'] as const

const MAX_DAYS = 1_100
const DAY_MS = 86_400_000

const blankIsAbsent = (value: unknown): unknown => {
  const one = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' && one.trim() === '' ? undefined : one
}
const optional = <T extends z.ZodType>(type: T) => z.preprocess(blankIsAbsent, type.optional())

/** What series can be asked for. */
export const MetricFilter = z
  .object({
    name: z.enum(METRICS).describe('open at the end, opened (baseline left out) or fixed in it, or pass-rate'),
    by: z
      .preprocess(blankIsAbsent, z.enum(METRIC_GROUPS).default('all'))
      .describe('One series of everything, or one each; severity goes with open alone'),
    from: optional(z.iso.date()).describe('First UTC day; 90 days without it'),
    to: optional(z.iso.date()).describe('Last UTC day; today without it'),
    step: z.preprocess(blankIsAbsent, z.enum(['day', 'week']).default('day')).describe('A week begins on Monday'),
    team: optional(z.string().max(64)).describe('Slug of a team'),
    source: optional(z.string().max(300)).describe('Name of a source'),
  })
  .superRefine(({ name, by, from, to }, context) => {
    if (by === 'severity' && name !== 'open')
      context.addIssue({ code: 'custom', path: ['by'], message: 'severity goes with name=open alone' })
    if (from && to && (to < from || Date.parse(to) - Date.parse(from) > MAX_DAYS * DAY_MS))
      context.addIssue({ code: 'custom', path: ['to'], message: `is 0 to ${MAX_DAYS} days after from` })
  })
export type MetricFilter = z.infer<typeof MetricFilter>
