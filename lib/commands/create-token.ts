import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { Limits } from '#lib/domain/grant.ts'
import { demand } from '#lib/domain/permission.ts'
import { ROLES } from '#lib/domain/role.ts'
import { newToken, tokenHint, tokenSha256 } from '#lib/domain/token.ts'
import { TOKEN_KINDS } from '#lib/domain/token-kinds.ts'
import { ProductError } from '#lib/errors.ts'
import { writeAuditRow } from './write-audit-row.ts'

export const DEFAULT_TOKEN_DAYS = 90
const DAYS = 'A token works for 1 to 366 days.'

const NewToken = z.object({
  name: z.string().trim().min(1, 'Give the token a name.').max(100, 'A name has at most 100 characters.'),
  kind: z.enum(TOKEN_KINDS),
  /** The one source an ingest token may write to. */
  sourceId: z.number().int().optional(),
  /** What a read token sees: what a user of this role and these limits would. */
  role: z.enum(ROLES).exclude(['auditor']).optional(),
  limits: Limits.default({}),
  days: z.number().int().min(1, DAYS).max(366, DAYS).default(DEFAULT_TOKEN_DAYS),
})
type NewToken = z.input<typeof NewToken>

type Change = { wanted: NewToken; by: Actor; now: Date }

/** Makes a token and returns its text, the only time it can be read. An ingest token belongs to one source. */
export async function createToken(
  db: Db,
  { wanted, by, now }: Change,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  demand(by, 'token.manage')
  const parsed = NewToken.safeParse(wanted)
  if (!parsed.success)
    throw new ProductError('invalid', parsed.error.issues[0]?.message ?? 'The token is not complete.')
  const { name, kind, sourceId, role, limits, days } = parsed.data
  if (kind === 'ingest' && sourceId === undefined)
    throw new ProductError('invalid', 'An ingest token needs the source it may write to.')
  if (kind === 'read' && !role) throw new ProductError('invalid', 'A read token needs the role whose rows it may read.')
  if (role === 'member' && !limits.teams?.length)
    throw new ProductError('invalid', 'A token of the role member needs the teams whose rows it may read.')
  const isRead = kind === 'read'
  const id = randomUUID()
  const token = newToken()
  const expiresAt = new Date(now.getTime() + days * 86_400_000)
  await inTransaction(db, async (client) => {
    const source = kind === 'ingest' ? sourceId : undefined
    if (source !== undefined) {
      const { rowCount } = await client.query('SELECT 1 FROM source WHERE id = $1 AND removed_at IS NULL', [source])
      if (!rowCount) throw new ProductError('not-found', 'The source does not exist.')
    }
    await client.query(
      `INSERT INTO token (id, name, kind, source_id, sha256, hint, created_at, expires_at, role, limits, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        name,
        kind,
        source ?? null,
        tokenSha256(token),
        tokenHint(token),
        now,
        expiresAt,
        isRead ? role : null,
        isRead ? limits : {},
        by.name,
      ],
    )
    const detail = {
      name,
      kind,
      ...(isRead ? { role, limits } : { source: source ?? null }),
      hint: tokenHint(token),
      expiresAt: expiresAt.toISOString(),
    }
    await writeAuditRow(client, { at: now, by, action: 'token.created', object: `token:${id}`, detail })
  })
  return { id, token, expiresAt }
}
