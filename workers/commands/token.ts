import { parseArgs } from 'node:util'
import { createSource } from '#lib/commands/create-source.ts'
import { createToken } from '#lib/commands/create-token.ts'
import { revokeToken } from '#lib/commands/revoke-token.ts'
import { program } from '#lib/domain/actor.ts'
import type { Limits } from '#lib/domain/grant.ts'
import { ROLES } from '#lib/domain/role.ts'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { ProductError } from '#lib/errors.ts'
import { listTokens } from '#lib/queries/list-tokens.ts'
import type { CommandContext } from '../cli.ts'

const BY = program('cli')
const USAGE = `use:
  token create --source NAME [--kind pipeline|cluster] [--name NAME] [--days N]
  token create --read --role admin|officer|member [--team SLUG]… [--environment NAME]… [--limit-source NAME]… [--days N]
  token create --metrics [--days N]
  token list
  token revoke ID`
const OPTIONS = {
  source: { type: 'string' },
  kind: { type: 'string', default: 'pipeline' },
  read: { type: 'boolean' },
  metrics: { type: 'boolean' },
  role: { type: 'string' },
  team: { type: 'string', multiple: true },
  environment: { type: 'string', multiple: true },
  'limit-source': { type: 'string', multiple: true },
  name: { type: 'string' },
  days: { type: 'string', default: '90' },
  json: { type: 'boolean' },
} as const

/** Makes, lists and revokes tokens. A token's text is printed once. */
export async function tokenCommand(context: CommandContext): Promise<number> {
  const { values, positionals } = parseOrRefuse(context.argv)
  const [verb, id] = positionals
  const { db, now, print } = context
  if (verb === 'list') {
    const tokens = await listTokens(db, EVERYTHING, now)
    if (values.json) print(`${JSON.stringify(tokens, null, 2)}\n`)
    else
      for (const token of tokens)
        print(
          `${token.id}  ${token.kind}  ${token.source ?? token.role ?? '-'}  ${token.name}  ${token.hint}  until ${token.expiresAt.toISOString().slice(0, 10)}${token.revokedAt ? '  revoked' : ''}\n`,
        )
    return 0
  }
  if (verb === 'revoke' && id) {
    await revokeToken(db, { id, by: BY, now })
    print(values.json ? `${JSON.stringify({ revoked: id })}\n` : `revoked ${id}\n`)
    return 0
  }
  if (verb !== 'create') throw new ProductError('invalid', USAGE)
  const { wanted, about } = await wantedOf(context, values)
  const made = await createToken(db, { wanted, by: BY, now })
  print(values.json ? `${JSON.stringify({ ...made, ...about })}\n` : `${made.token}\n`)
  return 0
}

type Values = ReturnType<typeof parseOrRefuse>['values']

function parseOrRefuse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new ProductError('invalid', `${error instanceof Error ? error.message : 'wrong use'}\n${USAGE}`)
  }
}

async function wantedOf({ db, now }: CommandContext, values: Values) {
  const days = Number(values.days)
  if (!Number.isInteger(days) || days < 1 || days > 366)
    throw new ProductError('invalid', `--days is a number from 1 to 366, not "${values.days}"`)
  if (values.metrics)
    return { wanted: { name: values.name ?? 'metrics', kind: 'metrics' as const, days }, about: { kind: 'metrics' } }
  if (values.read) {
    const role = ROLES.find((one) => one === values.role && one !== 'auditor')
    if (!role || role === 'auditor') throw new ProductError('invalid', `--role is admin, officer or member\n${USAGE}`)
    const limits = await limitsOf(db, values)
    return {
      wanted: { name: values.name ?? `read ${role}`, kind: 'read' as const, role, limits, days },
      about: { role, limits },
    }
  }
  if (!values.source)
    throw new ProductError('invalid', `token create needs --source NAME, --read or --metrics\n${USAGE}`)
  if (values.kind !== 'pipeline' && values.kind !== 'cluster')
    throw new ProductError('invalid', `--kind is pipeline or cluster, not "${values.kind}"`)
  const { id: sourceId } = await sourceOf(db, { name: values.source, kind: values.kind, now })
  const name = values.name ?? `ingest ${values.source}`
  return { wanted: { name, kind: 'ingest' as const, sourceId, days }, about: { source: values.source } }
}

/** One that is there keeps its kind, whatever is asked for. */
async function sourceOf(
  db: CommandContext['db'],
  { name, kind, now }: { name: string; kind: 'pipeline' | 'cluster'; now: Date },
): Promise<{ id: number }> {
  const found = await db.records.source.findUnique({ where: { name } })
  return found ?? createSource(db, { wanted: { name, kind }, by: BY, now })
}

async function limitsOf(db: CommandContext['db'], values: Values): Promise<Limits> {
  const teams = values.team && (await idsOf(db, 'SELECT id, slug AS name FROM team WHERE slug = ANY ($1)', values.team))
  const named = values['limit-source']
  const sources = named && (await idsOf(db, 'SELECT id, name FROM source WHERE name = ANY ($1)', named))
  return {
    ...(teams && { teams }),
    ...(sources && { sources }),
    ...(values.environment && { environments: values.environment }),
  }
}

async function idsOf(db: CommandContext['db'], sql: string, names: string[]): Promise<number[]> {
  const { rows } = await db.sql.query<{ id: number; name: string }>(sql, [names])
  const missing = names.filter((name) => !rows.some((row) => row.name === name))
  if (missing.length) throw new ProductError('invalid', `there is no ${missing.join(', ')}`)
  return rows.map(({ id }) => id)
}
