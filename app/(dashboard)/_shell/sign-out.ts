'use server'

import { headers } from 'next/headers.js'
import { redirect } from 'next/navigation'
import { getAuth } from '#app/_server/auth.ts'
import { getDb } from '#app/_server/db.ts'
import { getViewer, now } from '#app/_server/session.ts'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'

export async function signOut(): Promise<void> {
  const by = await getViewer()
  await getAuth().api.signOut({ headers: await headers() })
  if (by) await writeAuditRow(getDb().sql, { at: now(), by, action: 'session.ended', object: `user:${by.user.id}` })
  redirect('/sign-in')
}
