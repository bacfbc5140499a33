import { parseArgs } from 'node:util'
import { createToken } from '#lib/commands/create-token.ts'
import { revokeToken } from '#lib/commands/revoke-token.ts'
import { program } from '#lib/domain/actor.ts'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { ProductError } from '#lib/errors.ts'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import { listTokens } from '#lib/queries/list-tokens.ts'
import type { CommandContext } from '../cli.ts'

const BY = program('cli')
const OPTIONS = {
  source: { type: 'string' },
  kind: { type: 'string', default: 'pipeline' },
  name: { type: 'string' },
  days: { type: 'string', default: '90' },
  json: { type: 'boolean' },
} as const

/** `token create --source NAME [--kind pipeline|cluster] | token list | token revoke ID`. A token's text is printed once. */
export async function tokenCommand(context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({ args: context.argv, options: OPTIONS, allowPositionals: true })
  const [verb, id] = positionals
  const { db, now, print } = context
  if (verb === 'list') {
    const tokens = await listTokens(db, EVERYTHING, now)
    if (values.json) print(`${JSON.stringify(tokens, null, 2)}\n`)
    else
      for (const token of tokens)
        print(
          `${token.id}  ${token.kind}  ${token.source ?? '-'}  ${token.name}  ${token.hint}  until ${token.expiresAt.toISOString().slice(0, 10)}${token.revokedAt ? '  revoked' : ''}\n`,
        )
    return 0
  }
  if (verb === 'revoke' && id) {
    await revokeToken(db, { id, by: BY, now })
    print(values.json ? `${JSON.stringify({ revoked: id })}\n` : `revoked ${id}\n`)
    return 0
  }
  if (verb !== 'create')
    throw new ProductError('invalid', 'use: token create --source NAME | token list | token revoke ID')
  if (!values.source) throw new ProductError('invalid', 'token create needs --source NAME')
  if (values.kind !== 'pipeline' && values.kind !== 'cluster')
    throw new ProductError('invalid', `--kind is pipeline or cluster, not "${values.kind}"`)
  const source = await existingOrNew(context, values.source, values.kind)
  const wanted = {
    name: values.name ?? `ingest ${source.name}`,
    kind: 'ingest' as const,
    sourceId: source.id,
    days: Number(values.days),
  }
  const made = await createToken(db, { wanted, by: BY, now })
  print(values.json ? `${JSON.stringify({ ...made, source: source.name })}\n` : `${made.token}\n`)
  return 0
}

async function existingOrNew({ db, now }: CommandContext, name: string, kind: 'pipeline' | 'cluster') {
  const found = await db.records.source.findUnique({ where: { name } })
  return found ?? ensureSource(db.sql, { name, kind, now })
}
