import type { PgBoss } from 'pg-boss'

/** How often a cluster is read. */
export const POLL_MINUTES = 2

/** What runs when, in UTC. Clusters come and go with the kubeconfig, so their schedules are made anew at each start. */
export async function schedule(boss: PgBoss, contexts: readonly string[]): Promise<void> {
  const options = { tz: 'UTC' }
  await boss.schedule('refresh-rollups', '* * * * *', {}, { ...options, singletonKey: 'refresh' })
  await boss.schedule('keep-house', '7 3 * * *', {}, { ...options, singletonKey: 'house' })
  for (const { name, key } of await boss.getSchedules('sync-cluster'))
    if (!contexts.includes(key)) await boss.unschedule(name, key)
  for (const context of contexts) {
    await boss.schedule(
      'sync-cluster',
      `*/${POLL_MINUTES} * * * *`,
      { context },
      { ...options, key: context, singletonKey: context },
    )
    await boss.send('sync-cluster', { context }, { singletonKey: context })
  }
}
