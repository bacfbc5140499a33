import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { type Grant, Limits } from '#lib/domain/grant.ts'

const Row = z.object({
  id: z.string(),
  frameworks: z.array(z.string()),
  limits: Limits,
  from: z.date(),
  until: z.date(),
})

/** What an audit lets its auditors see, open or closed; undefined when there is none of this id. */
export async function getAuditGrant(db: Db, id: string): Promise<Grant['audit']> {
  const { rows } = await db.sql.query(
    'SELECT id, frameworks, limits, window_from AS "from", window_to AS until FROM audit WHERE id = $1',
    [id],
  )
  const audit = z.array(Row).parse(rows)[0]
  return (
    audit && {
      id,
      frameworks: audit.frameworks,
      limits: audit.limits,
      window: { from: audit.from, until: audit.until },
    }
  )
}
