import type { Logger } from 'pino'
import { CHOSEN_CONTEXTS } from '#lib/commands/choose-clusters.ts'
import type { Db } from '#lib/db/connect.ts'
import type { Env } from '#lib/env.ts'
import type { ClusterAccess } from '#lib/sources/cluster/cluster-access.ts'
import { readKubeconfig } from '#lib/sources/cluster/kubeconfig.ts'

/** The clusters this worker can reach and is to follow, by name, as they are now. */
export type ClusterBook = () => Promise<Map<string, ClusterAccess>>

/** Those of the kubeconfig that were chosen with `clusters --choose`, else all; read anew at each call. Refused ones are logged once. */
export function kubeconfigBook(db: Db, env: Pick<Env, 'kubeconfig'>, log: Logger): ClusterBook {
  const told = new Set<string>()
  return async () => {
    const { contexts, refused } = readKubeconfig(env.kubeconfig)
    for (const { context, reason } of refused)
      if (!told.has(reason)) {
        told.add(reason)
        log.warn({ context, reason }, 'cluster refused')
      }
    const row = await db.records.setting.findUnique({ where: { name: CHOSEN_CONTEXTS } })
    const chosen = Array.isArray(row?.value) ? row.value : undefined
    const wanted = contexts.filter(({ context }) => !chosen || chosen.includes(context))
    return new Map(wanted.map((access) => [access.context, access]))
  }
}
