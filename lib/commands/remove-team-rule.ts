import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { ruleId: number; actor: string; now: Date; address?: string | undefined }

/** Removes a rule. What it gave to a team stays there until ownership is assigned anew. */
export async function removeTeamRule(db: Db, { ruleId, actor, now, address }: Change): Promise<void> {
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
      actor,
      action: 'team.rule-removed',
      object: `team:${slug}`,
      detail: { kind, pattern },
      address,
    })
  })
}
