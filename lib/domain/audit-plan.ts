import { z } from 'zod'
import type { Limits } from './grant.ts'
import type { Window } from './scope.ts'

const DAY_MS = 86_400_000

const Day = (message: string) => z.iso.date(message)

/** What the auditors of an audit may look at, and until when. Days are whole, in UTC, and the last ones count. */
export const AuditPlan = z
  .object({
    name: z.string().trim().min(1, 'Give the audit a name.').max(100),
    frameworks: z.array(z.string()).min(1, 'Choose at least one framework.'),
    from: Day('Choose the first day of the window.'),
    to: Day('Choose the last day of the window.'),
    /** Absent: every source. */
    sources: z.array(z.number().int()).min(1).optional(),
    /** Absent: every environment. */
    environments: z.array(z.string()).min(1).optional(),
    /** The last day on which the auditors can sign in. */
    expiresOn: Day('Choose the last day of access.'),
  })
  .refine(({ from, to }) => from <= to, 'The window ends before it begins.')
export type AuditPlan = z.infer<typeof AuditPlan>

export const windowOf = ({ from, to }: AuditPlan): Window => ({ from: startOf(from), until: endOf(to) })

export const expiryOf = ({ expiresOn }: AuditPlan): Date => endOf(expiresOn)

export const limitsOf = ({ sources, environments }: AuditPlan): Omit<Limits, 'teams'> => ({
  ...(sources && { sources: sources.toSorted((a, b) => a - b) }),
  ...(environments && { environments: environments.toSorted() }),
})

/** The last day before a moment that ends one: the other way round of how an audit is kept. */
export const lastDayBefore = (end: Date): string => new Date(end.getTime() - 1).toISOString().slice(0, 10)

const startOf = (day: string): Date => new Date(`${day}T00:00:00Z`)
const endOf = (day: string): Date => new Date(startOf(day).getTime() + DAY_MS)
