import { assignOwnership } from '#lib/commands/assign-ownership.ts'
import { forgetTokenUses } from '#lib/commands/forget-token-uses.ts'
import type { Db } from '#lib/db/connect.ts'
import { ensurePartitions } from '#lib/db/partitions.ts'
import type { Env } from '#lib/env.ts'
import { runBundle } from '#lib/evidence/run-bundle.ts'
import type { Tasks } from '#lib/jobs/run-tasks.ts'
import { refreshRollups } from '#lib/metrics/refresh-rollups.ts'

type Deps = { db: Db; env: Env }

/** What each queue's jobs do. */
export const createTasks = ({ db, env }: Deps): Tasks => ({
  'assign-ownership': async () => {
    await assignOwnership(db, new Date())
  },
  'refresh-rollups': async () => {
    await refreshRollups(db, new Date())
  },
  'make-bundle': async ({ bundleId }) => {
    await runBundle(db, bundleId, env.dataDir)
  },
  'keep-house': async () => {
    await ensurePartitions(db.sql, new Date())
    await assignOwnership(db, new Date())
    await forgetTokenUses(db, new Date())
  },
})
