/** Where an audit stands: its window has not begun, auditors may look, they may not any more, or it was ended by hand. */
export type AuditState = 'upcoming' | 'open' | 'expired' | 'closed'

type Times = { from: Date; expiresAt: Date; closedAt: Date | null }

export function auditState({ from, expiresAt, closedAt }: Times, now: Date): AuditState {
  if (closedAt) return 'closed'
  if (expiresAt <= now) return 'expired'
  return from > now ? 'upcoming' : 'open'
}
