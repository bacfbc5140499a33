import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { slugOf } from '#lib/domain/ownership.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

export const TeamName = z.string().trim().min(1, 'Give the team a name.').max(100)

type Change = { name: string; by: Actor; now: Date }

/** Makes a team; its slug follows from its name and must be new. `none` stands for nobody in filters and is refused. */
export async function createTeam(db: Db, { name, by, now }: Change): Promise<{ id: number; slug: string }> {
  demand(by, 'team.manage')
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
      by,
      action: 'team.created',
      object: `team:${slug}`,
      detail: { name: name.trim() },
    })
    return team
  })
}
