import { parse, YAMLError } from 'yaml'
import { z } from 'zod'
import { ProductError } from '#lib/errors.ts'
import type { Kubeconfig } from './cluster-access.ts'
import { type FileReferences, resolveAccess } from './resolve-access.ts'

/** One kubeconfig text; files that it names are refused unless `files` says how to read them. */
export type KubeconfigText = { text: string; files?: FileReferences }

const MAX_BYTES = 1024 * 1024
const Fields = z.record(z.string(), z.unknown())
const Config = z.object({
  clusters: z.array(z.object({ name: z.string(), cluster: Fields })).nullish(),
  users: z.array(z.object({ name: z.string(), user: Fields.nullish() })).nullish(),
  contexts: z
    .array(z.object({ name: z.string().min(1), context: z.object({ cluster: z.string(), user: z.string() }) }))
    .nullish(),
  'current-context': z.string().nullish(),
})

/**
 * Reads the contexts of one kubeconfig, or of several that complete each other (the first to name an entry wins).
 * A context that cannot be used safely is returned in `refused` with what to do; a text that is no kubeconfig throws `invalid`.
 */
export function parseKubeconfig(texts: KubeconfigText[]): Kubeconfig {
  const configs = texts.map(({ text, files }) => ({ config: parseText(text), files }))
  const clusters = configs.flatMap(({ config, files }) =>
    (config.clusters ?? []).map(({ name, cluster }) => ({ name, fields: cluster, files })),
  )
  const users = configs.flatMap(({ config, files }) =>
    (config.users ?? []).map(({ name, user }) => ({ name, fields: user ?? {}, files })),
  )
  const kubeconfig: Kubeconfig = {
    contexts: [],
    refused: [],
    current: configs.map(({ config }) => config['current-context']).find((name) => name) ?? undefined,
  }
  const seen = new Set<string>()
  for (const { name, context } of configs.flatMap(({ config }) => config.contexts ?? [])) {
    if (seen.has(name)) continue
    seen.add(name)
    const cluster = clusters.find((entry) => entry.name === context.cluster)
    const user = users.find((entry) => entry.name === context.user)
    const access = cluster && user ? resolveAccess(name, cluster, user) : missing(context, cluster !== undefined)
    if (typeof access === 'string') kubeconfig.refused.push({ context: name, reason: `context "${name}": ${access}` })
    else kubeconfig.contexts.push(access)
  }
  return kubeconfig
}

const missing = ({ cluster, user }: { cluster: string; user: string }, hasCluster: boolean) =>
  hasCluster ? `its user "${user}" is not in the kubeconfig` : `its cluster "${cluster}" is not in the kubeconfig`

function parseText(text: string): z.infer<typeof Config> {
  if (Buffer.byteLength(text) > MAX_BYTES) throw new ProductError('invalid', 'the kubeconfig is longer than 1 MiB')
  const config = Config.safeParse(parseYaml(text))
  if (config.success) return config.data
  const where = config.error.issues.map((issue) => issue.path.join('.') || 'the whole text')
  throw new ProductError('invalid', `this is not a kubeconfig: wrong or missing ${[...new Set(where)].join(', ')}`)
}

/** The parser's own message quotes the text, which holds secrets: only the line number is passed on. */
function parseYaml(text: string): unknown {
  try {
    return parse(text, { prettyErrors: false, logLevel: 'error' })
  } catch (error) {
    const line = error instanceof YAMLError ? ` (line ${text.slice(0, error.pos[0]).split('\n').length})` : ''
    throw new ProductError('invalid', `the kubeconfig is neither YAML nor JSON${line}`)
  }
}
