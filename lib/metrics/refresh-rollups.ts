import { matchMappings } from '#lib/commands/match-mappings.ts'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { markRenewed } from '#lib/db/mark-renewed.ts'
import { computeControlStates } from './control-states.ts'
import { type Day, dayOf, daysBetween } from './day.ts'
import { rollDay } from './roll-day.ts'

/**
 * Brings rollups and control states up to `now`: every dirty (source, day) and the days after it, and every source from
 * the last day rolled until today, so that a quiet day has its rows too. Only what is asked for is recomputed, and a
 * second call gives the same rows. Returns the days renewed.
 */
export async function refreshRollups(db: Db, now: Date): Promise<Day[]> {
  const today = dayOf(now)
  const days = await inTransaction(db, async (client) => {
    // Refreshes take turns: two at once would delete each other's rows.
    await client.query(`SELECT 1 FROM setting WHERE name = 'refresh' FOR UPDATE`)
    const { rows: dirty } = await client.query<{ source_id: number; day: Day }>(
      'DELETE FROM dirty_day RETURNING source_id, day',
    )
    const { rows: sources } = await client.query<{ id: number; since: Day }>(
      `SELECT s.id, coalesce((SELECT max(day) FROM roll_org_day), $1::date) AS since FROM source s WHERE s.removed_at IS NULL`,
      [today],
    )
    const work = new Map<Day, Set<number>>()
    const add = (source: number, from: Day) => {
      // A day after today comes from a clock that was set back; today is renewed all the same.
      for (const day of from > today ? [today] : daysBetween(from, today)) {
        const list = work.get(day) ?? new Set<number>()
        work.set(day, list.add(source))
      }
    }
    for (const { source_id, day } of dirty) add(source_id, day)
    for (const { id, since } of sources) add(id, since)
    const order = [...work.keys()].sort()
    for (const day of order) await rollDay(client, [...(work.get(day) ?? [])], day, now)
    await markRenewed(client, 'refresh')
    return order
  })
  await matchMappings(db)
  await computeControlStates(db, { now, day: today })
  await markRenewed(db.sql, 'refresh')
  return days
}
