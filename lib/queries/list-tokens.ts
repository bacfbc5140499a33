import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { Limits } from '#lib/domain/grant.ts'
import { ROLES } from '#lib/domain/role.ts'
import { isEverything, type Scope } from '#lib/domain/scope.ts'
import { TOKEN_KINDS, type TokenKind } from '#lib/domain/token-kinds.ts'
import { type TokenState, tokenState } from '#lib/domain/token-state.ts'

const Row = z.object({
  id: z.guid(),
  name: z.string(),
  kind: z.enum(TOKEN_KINDS),
  source: z.string().nullable(),
  /** Of a read token: as what, and within which limits. */
  role: z.enum(ROLES).nullable(),
  limits: Limits,
  hint: z.string(),
  createdAt: z.date(),
  expiresAt: z.date(),
  createdBy: z.string().nullable(),
  lastUsedAt: z.date().nullable(),
  lastUsedFrom: z.string().nullable(),
  revokedAt: z.date().nullable(),
})
export type TokenRow = z.infer<typeof Row>

export type TokenFilter = {
  kind?: TokenKind | undefined
  state?: TokenState | undefined
  sourceId?: number | undefined
}

/** Tokens, those that still work first, newest first. Never their text or hash: nobody has the one or needs the other. */
export async function listTokens(
  db: Db,
  scope: Scope,
  { kind, state, sourceId }: TokenFilter,
  now: Date,
): Promise<TokenRow[]> {
  if (!isEverything(scope)) return []
  const { rows } = await db.sql.query(
    `SELECT t.id, t.name, t.kind, s.name AS source, t.role, t.limits, t.hint, t.created_at AS "createdAt", t.expires_at AS "expiresAt",
            t.created_by AS "createdBy", t.last_used_at AS "lastUsedAt", t.last_used_from AS "lastUsedFrom", t.revoked_at AS "revokedAt"
     FROM token t LEFT JOIN source s ON s.id = t.source_id
     WHERE ($2::text IS NULL OR t.kind = $2) AND ($3::int IS NULL OR t.source_id = $3)
     ORDER BY t.revoked_at IS NULL AND t.expires_at > $1 DESC, t.created_at DESC`,
    [now, kind ?? null, sourceId ?? null],
  )
  const tokens = z.array(Row).parse(rows)
  return state ? tokens.filter((token) => tokenState(token, now) === state) : tokens
}
