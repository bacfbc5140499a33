'use server'

import { headers } from 'next/headers.js'
import { redirect } from 'next/navigation'
import { getAuth } from '#app/_server/auth.ts'
import { getDb } from '#app/_server/db.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'

export async function signOutEverywhere(): Promise<void> {
  const { user } = await requireViewer()
  const sent = await headers()
  await getAuth().api.revokeSessions({ headers: sent })
  await writeAuditRow(getDb().sql, {
    at: now(),
    actor: user.email,
    action: 'user.sessions-ended',
    object: `user:${user.id}`,
    address: sent.get('x-forwarded-for') ?? undefined,
  })
  redirect('/sign-in')
}
