import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { GroupRule } from '#lib/domain/identity-provider.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Change = { id: string; rules: readonly GroupRule[]; by: Actor; now: Date }

/** Replaces the rules of a provider, in their order. They count from each person's next sign-in. */
export async function setGroupRules(db: Db, { id, rules: wanted, by, now }: Change): Promise<void> {
  demand(by, 'provider.manage')
  const rules = z.array(GroupRule).max(200).parse(wanted)
  for (const { group, role, teams } of rules)
    if (role === 'member' && !teams.length)
      throw new ProductError('invalid', `Choose the teams of the group "${group}": a member sees what teams own.`)
  await inTransaction(db, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM identity_provider WHERE id = $1 FOR UPDATE', [id])
    if (!rowCount) throw new ProductError('not-found', 'The provider was removed already.')
    const { rows: before } = await client.query(
      `DELETE FROM group_rule WHERE provider_id = $1 RETURNING group_name AS "group", role, team_ids AS teams, position`,
      [id],
    )
    for (const [n, { group, role, teams }] of rules.entries())
      await client.query(
        'INSERT INTO group_rule (provider_id, group_name, role, team_ids, position) VALUES ($1, $2, $3, $4, $5)',
        [id, group, role, role === 'member' ? teams : [], (n + 1) * 10],
      )
    await writeAuditRow(client, {
      at: now,
      by,
      action: 'provider.rules-changed',
      object: `provider:${id}`,
      detail: { before: before.sort((a, b) => a.position - b.position), after: rules },
    })
  })
}
