import type { Db } from '#lib/db/connect.ts'
import { Limits } from '#lib/domain/grant.ts'
import { isRole, type Role } from '#lib/domain/role.ts'
import { tokenSha256 } from '#lib/domain/token.ts'
import type { TokenKind } from '#lib/domain/token-kinds.ts'

export type UsableToken = {
  id: string
  name: string
  kind: TokenKind
  sourceId: number | null
  /** Of a read token. */
  role: Role | null
  limits: Limits
}

type Row = UsableToken & { isStale: boolean; revokedAt: Date | null; expiresAt: Date }

/**
 * The token of an Authorization header while it is valid, its use noted once a minute. Only who holds a token that was real
 * is told that it was revoked or has expired.
 */
export async function acceptToken(
  db: Db,
  authorization: string | null,
  { now, address }: { now: Date; address?: string },
): Promise<UsableToken | { refused: string }> {
  const sha256 = tokenSha256(/^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? '')
  if (!sha256) return { refused: 'This is no token: send Authorization: Bearer mnt_…' }
  const { rows } = await db.sql.query<Row>(
    `SELECT id, name, kind, source_id AS "sourceId", role, limits, revoked_at AS "revokedAt", expires_at AS "expiresAt",
       coalesce(last_used_at < $2::timestamptz - interval '1 minute', true) AS "isStale"
     FROM token WHERE sha256 = $1`,
    [sha256, now],
  )
  const token = rows[0]
  if (!token) return { refused: 'This token is not known.' }
  if (token.revokedAt) return { refused: `This token was revoked on ${dayOf(token.revokedAt)}.` }
  if (token.expiresAt <= now) return { refused: `This token expired on ${dayOf(token.expiresAt)}. Make another.` }
  if (token.isStale)
    await db.sql.query(
      'UPDATE token SET last_used_at = $2, last_used_from = coalesce($3, last_used_from) WHERE id = $1',
      [token.id, now, address ?? null],
    )
  const { id, name, kind, sourceId, role } = token
  return { id, name, kind, sourceId, role: isRole(role) ? role : null, limits: Limits.parse(token.limits) }
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
