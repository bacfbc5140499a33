import type { PgBoss } from 'pg-boss'

/** What runs when, in UTC. */
export async function schedule(boss: PgBoss): Promise<void> {
  const options = { tz: 'UTC' }
  await boss.schedule('refresh-rollups', '* * * * *', {}, { ...options, singletonKey: 'refresh' })
  await boss.schedule('keep-house', '7 3 * * *', {}, { ...options, singletonKey: 'house' })
}
