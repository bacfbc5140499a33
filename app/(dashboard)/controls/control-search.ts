import { z } from 'zod'
import { CONTROL_STATES } from '#lib/controls/control-state.ts'

const blankIsAbsent = (value: unknown): unknown => {
  const one = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' && one.trim() === '' ? undefined : one
}
const optional = <T extends z.ZodType>(type: T) => z.preprocess(blankIsAbsent, type.optional())

/** What the screens of controls, and their export, may be asked for. */
export const ControlSearch = z.object({
  framework: optional(z.string().max(64)),
  environment: optional(z.string().max(200)),
  asOf: optional(z.iso.date()),
  state: optional(z.enum(CONTROL_STATES)),
  automation: optional(z.enum(['partial', 'manual'])),
  section: optional(z.string().max(300)),
  q: optional(z.string().trim().max(200)),
})
export type ControlSearch = z.infer<typeof ControlSearch>
