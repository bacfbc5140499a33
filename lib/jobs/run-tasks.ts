import type { PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import { type Payload, QUEUE_NAMES, QUEUES, type QueueName } from './queues.ts'

type Task<N extends QueueName> = (payload: Payload<N>, signal: AbortSignal) => Promise<void>
export type Tasks = { [N in QueueName]: Task<N> }

/** Makes the queues and gives each its task. A payload that does not parse fails its job, like any other error. */
export async function runTasks(boss: PgBoss, tasks: Tasks, log: Logger): Promise<void> {
  for (const name of QUEUE_NAMES) await run(name)

  async function run<N extends QueueName>(name: N): Promise<void> {
    const { payload, options } = QUEUES[name]
    await boss.createQueue(name, options)
    await boss.work<object>(name, { pollingIntervalSeconds: 1 }, async ([job]) => {
      if (!job) return
      const startedAt = performance.now()
      try {
        await tasks[name](payload.parse(job.data) as Payload<N>, job.signal)
        log.info({ task: name, ms: Math.round(performance.now() - startedAt) }, 'done')
      } catch (error) {
        log.error({ task: name, err: error }, 'failed')
        throw error
      }
    })
  }
}
