import { z } from 'zod'

const blankIsAbsent = (value: unknown): unknown => {
  const one = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' && one.trim() === '' ? undefined : one
}
const text = (max = 300) => z.preprocess(blankIsAbsent, z.string().trim().max(max).optional())
const number = z.preprocess(blankIsAbsent, z.coerce.number().int().positive().optional())
const day = z.preprocess(blankIsAbsent, z.iso.date().optional())

/** What the audit log may be asked for, on the screen, by the API and in an export alike. */
export const AuditLogFilter = z
  .object({
    actor: text().describe('Who, exactly as the log has it'),
    action: text(100).describe('What was done: token.created, or all of a noun: token'),
    object: text().describe('To what: token:<id>'),
    from: day.describe('First UTC day'),
    to: day.describe('Last UTC day'),
    q: text(200).describe('Part of an actor, an object or a detail'),
    before: number.describe('Rows before this number'),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  })
  .describe('The audit log, newest first')
export type AuditLogFilter = z.infer<typeof AuditLogFilter>
