'use server'

import { headers } from 'next/headers.js'
import { redirect } from 'next/navigation'
import { getAuth } from '#app/_server/auth.ts'

export async function signOut(): Promise<void> {
  await getAuth().api.signOut({ headers: await headers() })
  redirect('/sign-in')
}
