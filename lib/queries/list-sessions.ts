import type { Db } from '#lib/db/connect.ts'

export type SessionRow = {
  id: string
  createdAt: Date
  updatedAt: Date
  ipAddress: string | null
  userAgent: string | null
}

/** The sessions of one person that have not ended, newest first. */
export const listSessions = (db: Db, userId: string, now: Date): Promise<SessionRow[]> =>
  db.records.session.findMany({
    where: { userId, expiresAt: { gt: now } },
    select: { id: true, createdAt: true, updatedAt: true, ipAddress: true, userAgent: true },
    orderBy: { updatedAt: 'desc' },
    take: 50,
  })
