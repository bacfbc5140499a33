import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { slugOf } from '#lib/domain/ownership.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

export const TeamName = z.string().trim().min(1, 'Give the team a name.').max(100)

type Change = { name: string; actor: string; now: Date; address?: string | undefined }

/** Makes a team; its slug follows from its name and must be new. `none` stands for nobody in filters and is refused. */
export async function createTeam(db: Db, { name, actor, now, address }: Change): Promise<{ id: number; slug: string }> {
  const slug = slugOf(TeamName.parse(name))
  if (!slug) throw new ProductError('invalid', 'A team name needs a letter or a digit.')
  if (slug === 'none') throw new ProductError('invalid', 'This name stands for nobody. Choose another.')
  return inTransaction(db, async (client) => {
    const { rows } = await client.query<{ id: number; slug: string }>(
      `INSERT INTO team (slug, name, origin, created_at) VALUES ($1, $2, 'rule', $3) ON CONFLICT (slug) DO NOTHING RETURNING id, slug`,
      [slug, name.trim(), now],
    )
    const team = rows[0]
    if (!team) throw new ProductError('conflict', `There is a team "${slug}" already.`)
    await writeAuditRow(client, {
      at: now,
      actor,
      action: 'team.created',
      object: `team:${slug}`,
      detail: { name: name.trim() },
      address,
    })
    return team
  })
}
