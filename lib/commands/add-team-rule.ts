import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

const RULE_KINDS = ['namespace', 'repository', 'label'] as const

export const NewRule = z
  .object({ kind: z.enum(RULE_KINDS), pattern: z.string().trim().min(1, 'Enter a pattern.').max(253) })
  .refine(({ kind, pattern }) => kind !== 'label' || /^[^=\s]+=[^=\s]+$/.test(pattern), 'A label is written key=value.')
  .refine(
    ({ kind, pattern }) => kind === 'label' || /^[A-Za-z0-9._/*:@-]+$/.test(pattern),
    'A pattern holds letters, digits, . _ - / : @ and * for anything.',
  )
export type NewRule = z.infer<typeof NewRule>

type Change = { slug: string; wanted: NewRule; by: Actor; now: Date }

/** Adds a rule, to be asked after all others. A pattern belongs to one rule: the same again is a conflict. */
export async function addTeamRule(db: Db, { slug, wanted, by, now }: Change): Promise<void> {
  demand(by, 'team.manage')
  const { kind, pattern } = wanted
  await inTransaction(db, async (client) => {
    await client.query('LOCK TABLE team_rule IN SHARE ROW EXCLUSIVE MODE')
    const { rows: taken } = await client.query<{ name: string }>(
      'SELECT t.name FROM team_rule r JOIN team t ON t.id = r.team_id WHERE r.kind = $1 AND r.pattern = $2',
      [kind, pattern],
    )
    if (taken[0]) throw new ProductError('conflict', `This pattern belongs to ${taken[0].name} already.`)
    const { rowCount } = await client.query(
      `INSERT INTO team_rule (team_id, kind, pattern, position)
       SELECT t.id, $2, $3, (SELECT coalesce(max(position), 0) + 10 FROM team_rule) FROM team t WHERE t.slug = $1`,
      [slug, kind, pattern],
    )
    if (!rowCount) throw new ProductError('not-found', 'The team does not exist.')
    await writeAuditRow(client, {
      at: now,
      by,
      action: 'team.rule-added',
      object: `team:${slug}`,
      detail: { kind, pattern },
    })
  })
}
