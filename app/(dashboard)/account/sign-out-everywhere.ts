'use server'

import { headers } from 'next/headers.js'
import { redirect } from 'next/navigation'
import { getAuth } from '#app/_server/auth.ts'
import { getDb } from '#app/_server/db.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'

export async function signOutEverywhere(): Promise<void> {
  const by = await requireViewer()
  const sent = await headers()
  await getAuth().api.revokeSessions({ headers: sent })
  await writeAuditRow(getDb().sql, {
    at: now(),
    by,
    action: 'user.sessions-ended',
    object: `user:${by.user.id}`,
  })
  redirect('/sign-in')
}
