import { z } from 'zod'

const Word = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^[^\p{Cc}]*$/u, 'holds a control character')

/** What an upload may say of itself beside its bytes. */
export const IngestQuery = z.strictObject({
  source: Word.optional(),
  category: Word.optional(),
  repository: Word.optional(),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/i, 'is a commit hash')
    .optional(),
  ref: Word.optional(),
  run: Word.optional(),
  tool: Word.optional(),
  complete: z.stringbool().optional(),
  observedAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
})
