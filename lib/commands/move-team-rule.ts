import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { ruleId: number; direction: 'earlier' | 'later'; by: Actor; now: Date }

/** Asks a rule one place earlier or later than now; the first that applies decides. At the end of the list it stays. */
export async function moveTeamRule(db: Db, { ruleId, direction, by, now }: Change): Promise<void> {
  demand(by, 'team.manage')
  await inTransaction(db, async (client) => {
    await client.query('LOCK TABLE team_rule IN SHARE ROW EXCLUSIVE MODE')
    const { rows } = await client.query<{ id: number; kind: string; pattern: string; slug: string }>(
      'SELECT r.id, r.kind, r.pattern, t.slug FROM team_rule r JOIN team t ON t.id = r.team_id ORDER BY r.position, r.id',
    )
    const from = rows.findIndex(({ id }) => id === ruleId)
    const rule = rows[from]
    if (!rule) throw new ProductError('not-found', 'The rule was removed already.')
    const to = from + (direction === 'earlier' ? -1 : 1)
    if (!rows[to]) return
    const order = rows.map(({ id }) => id)
    order.splice(from, 1)
    order.splice(to, 0, ruleId)
    await client.query(
      `UPDATE team_rule r SET position = o.n * 10 FROM unnest($1::int[]) WITH ORDINALITY AS o (id, n)
       WHERE o.id = r.id AND r.position <> o.n * 10`,
      [order],
    )
    const { kind, pattern, slug } = rule
    const detail = { kind, pattern, position: to + 1 }
    await writeAuditRow(client, { at: now, by, action: 'team.rule-moved', object: `team:${slug}`, detail })
  })
}
