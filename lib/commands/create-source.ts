import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import { writeAuditRow } from './write-audit-row.ts'

const NewSource = z.object({
  name: z.string().trim().min(1, 'Name the source.').max(200, 'A name of a source has at most 200 characters.'),
  kind: z.enum(['cluster', 'pipeline']),
  environment: z.string().optional(),
  repository: z.string().optional(),
})

type Change = { wanted: z.input<typeof NewSource>; by: Actor; now: Date }

/** The source of a name, whatever its kind; made, on record, when there is none. */
export async function createSource(db: Db, { wanted, by, now }: Change): Promise<{ id: number; isNew: boolean }> {
  demand(by, 'source.manage')
  const parsed = NewSource.safeParse(wanted)
  if (!parsed.success) throw new ProductError('invalid', parsed.error.issues[0]?.message ?? 'Name the source.')
  const { name, kind, environment, repository } = parsed.data
  const more = { ...(environment && { environment }), ...(repository && { repository }) }
  return inTransaction(db, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      'SELECT id FROM source WHERE name = $1 AND removed_at IS NULL FOR UPDATE',
      [name],
    )
    if (rows[0]) return { id: rows[0].id, isNew: false }
    const { id } = await ensureSource(client, { name, kind, now, ...more })
    await writeAuditRow(client, {
      at: now,
      by,
      action: 'source.created',
      object: `source:${id}`,
      detail: { name, kind, ...more },
    })
    return { id, isNew: true }
  })
}
