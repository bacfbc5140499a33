import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { createSource } from '#lib/commands/create-source.ts'
import { createToken, DEFAULT_TOKEN_DAYS } from '#lib/commands/create-token.ts'
import { revokeToken } from '#lib/commands/revoke-token.ts'
import type { Db } from '#lib/db/connect.ts'
import { program } from '#lib/domain/actor.ts'
import { isRole } from '#lib/domain/role.ts'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { tokenState } from '#lib/domain/token-state.ts'
import { ProductError } from '#lib/errors.ts'
import { listTokens } from '#lib/queries/list-tokens.ts'
import { findLimits } from './find-limits.ts'

type Context = { db: Db; argv: string[]; now: Date; print: (text: string) => void }

const BY = program('cli')
export const TOKEN_USAGE = `token create --source NAME [--kind pipeline|cluster] [--name N] [--days ${DEFAULT_TOKEN_DAYS}]
  token create --read --role admin|officer|member [--team SLUG…] [--environment NAME…] [--source-limit NAME…] [--name N] [--days ${DEFAULT_TOKEN_DAYS}]
  token create --metrics [--name N] [--days ${DEFAULT_TOKEN_DAYS}]
  token list
  token revoke ID`

const JSON_OUT = { json: { type: 'boolean', default: false } } as const
const CREATE = {
  ...JSON_OUT,
  source: { type: 'string' },
  kind: { type: 'string' },
  read: { type: 'boolean', default: false },
  metrics: { type: 'boolean', default: false },
  role: { type: 'string' },
  team: { type: 'string', multiple: true },
  environment: { type: 'string', multiple: true },
  'source-limit': { type: 'string', multiple: true },
  name: { type: 'string' },
  days: { type: 'string', default: String(DEFAULT_TOKEN_DAYS) },
} as const

/** Makes, lists and revokes tokens. A token's text is printed once. Wrong use throws `invalid` with the usage. */
export async function tokenCommand(context: Context): Promise<number> {
  const [verb, ...rest] = context.argv
  const command = { create, list, revoke }[verb ?? '']
  if (!command) throw wrongUse(verb ? `there is no "token ${verb}"` : 'token needs a word: create, list or revoke')
  return command({ ...context, argv: rest })
}

async function list({ db, argv, now, print }: Context): Promise<number> {
  const { values } = readArguments(argv, JSON_OUT, 0)
  const tokens = (await listTokens(db, EVERYTHING, {}, now)).map((token) => ({
    ...token,
    state: tokenState(token, now),
  }))
  if (values.json) print(`${JSON.stringify(tokens, null, 2)}\n`)
  else
    for (const { id, kind, source, role, name, hint, expiresAt, state } of tokens)
      print(
        `${id}  ${kind}  ${source ?? role ?? '-'}  ${name}  ${hint}  until ${expiresAt.toISOString().slice(0, 10)}  ${state}\n`,
      )
  return 0
}

async function revoke({ db, argv, now, print }: Context): Promise<number> {
  const { values, positionals } = readArguments(argv, JSON_OUT, 1)
  const [id = ''] = positionals
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw wrongUse('token revoke needs the ID that `token list` shows')
  await revokeToken(db, { id, by: BY, now })
  print(values.json ? `${JSON.stringify({ revoked: id })}\n` : `revoked ${id}\n`)
  return 0
}

async function create({ db, argv, now, print }: Context): Promise<number> {
  const { values } = readArguments(argv, CREATE, 0)
  const { source, kind = 'pipeline', read, metrics, role, team, environment } = values
  if ([source !== undefined, read, metrics].filter(Boolean).length !== 1)
    throw wrongUse('token create needs one of --source NAME, --read and --metrics')
  const named = { team, environment, source: values['source-limit'] }
  const days = Number(values.days)
  if (!Number.isInteger(days) || days < 1 || days > 366) throw wrongUse('--days is a number from 1 to 366')
  if (kind !== 'pipeline' && kind !== 'cluster') throw wrongUse(`--kind is pipeline or cluster, not "${kind}"`)
  if (values.kind !== undefined && source === undefined) throw wrongUse('--kind belongs to --source')
  if (!read && (role !== undefined || Object.values(named).some(Boolean)))
    throw wrongUse('--role, --team, --environment and --source-limit belong to --read')
  const common = { days, name: values.name ?? defaultName(source, role) }
  if (source !== undefined) {
    const { id: sourceId } = await createSource(db, { wanted: { name: source, kind }, by: BY, now })
    return made(await createToken(db, { wanted: { ...common, kind: 'ingest', sourceId }, by: BY, now }), { source })
  }
  if (metrics) return made(await createToken(db, { wanted: { ...common, kind: 'metrics' }, by: BY, now }), {})
  if (!isRole(role) || role === 'auditor') throw wrongUse('token create --read needs --role admin, officer or member')
  if (role === 'member' && !team) throw wrongUse('a token of the role member needs --team SLUG')
  const wanted = { ...common, kind: 'read' as const, role, limits: await findLimits(db, named) }
  return made(await createToken(db, { wanted, by: BY, now }), { role })

  function made(token: { id: string; token: string; expiresAt: Date }, what: object): number {
    print(values.json ? `${JSON.stringify({ ...token, ...what })}\n` : `${token.token}\n`)
    return 0
  }
}

const defaultName = (source: string | undefined, role: string | undefined): string =>
  (source !== undefined ? `ingest ${source}` : role !== undefined ? `read as ${role}` : 'metrics').slice(0, 100)

function readArguments<O extends ParseArgsOptionsConfig>(args: string[], options: O, positionals: number) {
  try {
    const parsed = parseArgs({ args, options, allowPositionals: true })
    if (parsed.positionals.length !== positionals)
      throw new TypeError(positionals ? 'one ID is needed' : `"${parsed.positionals[0]}" is one word too many`)
    return parsed
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : 'wrong use')
  }
}

const wrongUse = (what: string) => new ProductError('invalid', `${what}\n${TOKEN_USAGE}`)
