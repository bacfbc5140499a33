import type { Logger } from 'pino'
import type { Db } from '#lib/db/connect.ts'
import type { Env } from '#lib/env.ts'
import { readKubeconfig } from '#lib/sources/cluster/kubeconfig.ts'

export const CHOSEN_CONTEXTS = 'cluster-contexts'

/** The contexts of the kubeconfig that are to be read: those chosen with `clusters --choose`, else all. Refused ones are logged. */
export async function chooseContexts(db: Db, env: Env, log: Logger): Promise<string[]> {
  const { contexts, refused } = readKubeconfig(env.kubeconfig)
  for (const { context, reason } of refused) log.warn({ context, reason }, 'cluster refused')
  const row = await db.records.setting.findUnique({ where: { name: CHOSEN_CONTEXTS } })
  const chosen = Array.isArray(row?.value) ? row.value : undefined
  return contexts.map(({ context }) => context).filter((context) => !chosen || chosen.includes(context))
}
