import type { Queue } from 'pg-boss'
import { z } from 'zod'

type Definition = { payload: z.ZodType<object>; options: Omit<Queue, 'name'> }

/** Every queue: what its jobs carry (ids, never documents) and how hard they are tried. */
export const QUEUES = {
  'assign-ownership': {
    payload: z.strictObject({}),
    // One may wait while one runs: what changed meanwhile is not missed.
    options: { policy: 'stately', retryLimit: 3, retryBackoff: true, expireInSeconds: 600 },
  },
  'refresh-rollups': {
    payload: z.strictObject({}),
    options: { policy: 'exclusive', retryLimit: 2, retryBackoff: true, expireInSeconds: 600 },
  },
  'make-bundle': {
    payload: z.strictObject({ bundleId: z.uuid() }),
    options: { policy: 'exclusive', retryLimit: 2, retryBackoff: true, expireInSeconds: 3_600 },
  },
  'keep-house': {
    payload: z.strictObject({}),
    options: { policy: 'exclusive', retryLimit: 3, retryBackoff: true },
  },
} as const satisfies Record<string, Definition>

export type QueueName = keyof typeof QUEUES
export type Payload<N extends QueueName> = z.infer<(typeof QUEUES)[N]['payload']>
export const QUEUE_NAMES = Object.keys(QUEUES) as QueueName[]
