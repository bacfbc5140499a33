import { z } from 'zod'
import { causeOf, closeReasonOf } from '#lib/domain/closing.ts'
import { statusOf } from '#lib/domain/outcome.ts'
import { severityOf } from '#lib/domain/severity.ts'

/** What the list of findings and a finding's page read alike: one finding in one episode, and the subject it is about. */
export const FINDING_COLUMNS = {
  sourceId: z.number(),
  feedId: z.number(),
  subject: z.string(),
  checkId: z.number(),
  part: z.string(),
  episode: z.number(),
  status: z.number().transform((code) => (code ? statusOf(code) : undefined)),
  severity: z.number().transform(severityOf),
  cause: z
    .number()
    .nullable()
    .transform((code) => (code === null ? undefined : causeOf(code))),
  openedAt: z.date(),
  dueAt: z.date().nullable(),
  closedAt: z.date().nullable(),
  closeReason: z
    .number()
    .nullable()
    .transform((code) => (code === null ? undefined : closeReasonOf(code))),
  exceptions: z.array(z.string()),
  message: z.string(),
  group: z.string().nullable(),
  kind: z.string().nullable(),
  namespace: z.string().nullable(),
  name: z.string().nullable(),
}
