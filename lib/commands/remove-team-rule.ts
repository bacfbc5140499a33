import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { ruleId: number; by: Actor; now: Date }

/** Removes a rule. What it gave to a team stays there until ownership is assigned anew. */
export async function removeTeamRule(db: Db, { ruleId, by, now }: Change): Promise<void> {
  demand(by, 'team.manage')
  await inTransaction(db, async (client) => {
    const { rows } = await client.query<{ kind: string; pattern: string; slug: string }>(
      'DELETE FROM team_rule r USING team t WHERE r.id = $1 AND t.id = r.team_id RETURNING r.kind, r.pattern, t.slug',
      [ruleId],
    )
    const rule = rows[0]
    if (!rule) throw new ProductError('not-found', 'The rule was removed already.')
    const { kind, pattern, slug } = rule
    await writeAuditRow(client, {
      at: now,
      by,
      action: 'team.rule-removed',
      object: `team:${slug}`,
      detail: { kind, pattern },
    })
  })
}
