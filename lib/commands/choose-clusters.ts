import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { demand } from '#lib/domain/permission.ts'
import { writeAuditRow } from './write-audit-row.ts'

/** The setting that holds the contexts of the kubeconfig that are followed; absent: all. */
export const CHOSEN_CONTEXTS = 'cluster-contexts'

const Chosen = z.array(z.object({ value: z.array(z.string()).catch([]) }))

type Change = { contexts: readonly string[] | 'all'; by: Actor; now: Date }

/** Says which clusters of the kubeconfig are followed. The same choice again is no change. */
export async function chooseClusters(db: Db, { contexts, by, now }: Change): Promise<void> {
  demand(by, 'source.manage')
  await inTransaction(db, async (client) => {
    const { rows } = await client.query('SELECT value FROM setting WHERE name = $1 FOR UPDATE', [CHOSEN_CONTEXTS])
    const before = Chosen.parse(rows)[0]?.value ?? 'all'
    if (JSON.stringify(before) === JSON.stringify(contexts)) return
    if (contexts === 'all') await client.query('DELETE FROM setting WHERE name = $1', [CHOSEN_CONTEXTS])
    else
      await client.query(
        `INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
        [CHOSEN_CONTEXTS, JSON.stringify(contexts)],
      )
    await writeAuditRow(client, {
      at: now,
      by,
      action: 'clusters.chosen',
      object: `setting:${CHOSEN_CONTEXTS}`,
      detail: { before, after: contexts },
    })
  })
}
