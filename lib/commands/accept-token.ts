import type { Db } from '#lib/db/connect.ts'
import { Limits } from '#lib/domain/grant.ts'
import { isRole, type Role } from '#lib/domain/role.ts'
import { type TokenKind, tokenSha256 } from '#lib/domain/token.ts'

export type UsableToken = {
  id: string
  name: string
  kind: TokenKind
  sourceId: number | null
  /** Of a read token. */
  role: Role | null
  limits: Limits
}

/** The token of an Authorization header while it is valid, its use noted once a minute; undefined otherwise. */
export async function acceptToken(db: Db, authorization: string | null, now: Date): Promise<UsableToken | undefined> {
  const text = /^Bearer\s+(mnt_[\w-]{20,100})$/i.exec(authorization ?? '')?.[1]
  if (!text) return undefined
  const { rows } = await db.sql.query<UsableToken & { stale: boolean }>(
    `SELECT id, name, kind, source_id AS "sourceId", role, limits, coalesce(last_used_at < $2::timestamptz - interval '1 minute', true) AS stale
     FROM token WHERE sha256 = $1 AND revoked_at IS NULL AND expires_at > $2`,
    [tokenSha256(text), now],
  )
  const token = rows[0]
  if (!token) return undefined
  if (token.stale) await db.sql.query('UPDATE token SET last_used_at = $2 WHERE id = $1', [token.id, now])
  const { id, name, kind, sourceId, role } = token
  return { id, name, kind, sourceId, role: isRole(role) ? role : null, limits: Limits.parse(token.limits) }
}
