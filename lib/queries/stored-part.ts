import { z } from 'zod'
import type { ControlPart } from '#lib/controls/control-part.ts'
import { PART_STATUSES } from '#lib/controls/control-state.ts'

const counts = {
  required: z.boolean(),
  st: z.enum(PART_STATUSES),
  pass: z.number(),
  fail: z.number(),
  warn: z.number(),
  error: z.number(),
  excepted: z.number(),
  stale: z.number(),
  since: z.string().nullable(),
  lastCompleteAt: z.string().nullable(),
}

/** A part of a control's state as it is stored. */
export const StoredPart: z.ZodType<ControlPart> = z.union([
  z.object({ checkId: z.number(), ...counts }),
  z.object({ mappingId: z.string(), checks: z.number(), ...counts }),
])
