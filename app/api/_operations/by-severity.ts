import { z } from 'zod'

/** Counts by severity, every severity named. */
export const BySeverity = z.object({
  critical: z.int(),
  high: z.int(),
  medium: z.int(),
  low: z.int(),
  info: z.int(),
  unknown: z.int(),
})
