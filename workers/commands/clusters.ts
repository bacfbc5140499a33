import { parseArgs } from 'node:util'
import { CHOSEN_CONTEXTS, chooseClusters } from '#lib/commands/choose-clusters.ts'
import { program } from '#lib/domain/actor.ts'
import { ProductError } from '#lib/errors.ts'
import { readKubeconfig } from '#lib/sources/cluster/kubeconfig.ts'
import type { CommandContext } from '../cli.ts'

/** `clusters [--choose A,B | --all]`: lists the contexts of KUBECONFIG and chooses which the worker reads. */
export async function clustersCommand({ db, env, argv, now, print }: CommandContext): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { choose: { type: 'string' }, all: { type: 'boolean' }, json: { type: 'boolean' } },
  })
  const { contexts, refused } = readKubeconfig(env.kubeconfig)
  const names = contexts.map(({ context }) => context)
  const by = program('cli')
  if (values.all) await chooseClusters(db, { contexts: 'all', by, now })
  if (values.choose !== undefined) {
    const wanted = values.choose
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean)
    const unknown = wanted.filter((name) => !names.includes(name))
    if (unknown.length)
      throw new ProductError(
        'invalid',
        `KUBECONFIG has no usable context ${unknown.join(', ')}; it has ${names.join(', ') || 'none'}`,
      )
    await chooseClusters(db, { contexts: wanted, by, now })
  }
  const row = await db.records.setting.findUnique({ where: { name: CHOSEN_CONTEXTS } })
  const chosen = Array.isArray(row?.value) ? row.value : names
  const list = contexts.map(({ context, server }) => ({ context, server, read: chosen.includes(context) }))
  if (values.json) print(`${JSON.stringify({ contexts: list, refused }, null, 2)}\n`)
  else {
    for (const { context, server, read } of list) print(`${read ? 'read    ' : 'not read'}  ${context}  ${server}\n`)
    for (const { context, reason } of refused) print(`refused   ${context}: ${reason}\n`)
    if (!list.length && !refused.length) print('KUBECONFIG is not set and this is not inside a cluster.\n')
  }
  return 0
}
