/** How a token stands: `expiring` still works, and ends within two weeks. */
export const TOKEN_STATES = ['works', 'expiring', 'expired', 'revoked'] as const
export type TokenState = (typeof TOKEN_STATES)[number]

const EXPIRING_MS = 14 * 86_400_000

export function tokenState(
  { revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date },
  now: Date,
): TokenState {
  if (revokedAt) return 'revoked'
  const left = expiresAt.getTime() - now.getTime()
  return left <= 0 ? 'expired' : left <= EXPIRING_MS ? 'expiring' : 'works'
}

/** Whether it is still accepted. */
export const isUsable = (state: TokenState): boolean => state === 'works' || state === 'expiring'
