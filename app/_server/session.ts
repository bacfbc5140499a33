import 'server-only'
import { headers } from 'next/headers.js'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { acceptToken } from '#lib/commands/accept-token.ts'
import { EVERYTHING, type Scope } from '#lib/domain/scope.ts'
import { getAuth } from './auth.ts'
import { getDb } from './db.ts'

export type Viewer = {
  user: { id: string; name: string; email: string; role: string }
  /** The rows this viewer may see: the first argument of every query after the database. */
  scope: Scope
  session: { id: string; createdAt: Date }
}

/** The signed-in viewer, or the sign-in page. Every page and server action that shows or changes anything asks for itself. */
export const requireViewer = cache(async (): Promise<Viewer> => {
  const viewer = await viewerOf(await headers())
  return viewer ?? redirect('/sign-in')
})

/** The signed-in administrator: whoever else there is may look, and changes nothing. */
export async function requireAdministrator(): Promise<Viewer> {
  const viewer = await requireViewer()
  return viewer.user.role === 'admin' ? viewer : notFound()
}

/** The viewer of an API request, by session or by a `read` token; null when it has neither, and the answer is then 401. */
export async function apiViewer(request: Request): Promise<Viewer | null> {
  const authorization = request.headers.get('authorization')
  if (!authorization) return viewerOf(request.headers)
  const at = new Date()
  const token = await acceptToken(getDb(), authorization, at)
  if (token?.kind !== 'read') return null
  const name = `token:${token.name}`
  return {
    user: { id: `token:${token.id}`, name, email: name, role: 'token' },
    scope: EVERYTHING,
    session: { id: token.id, createdAt: at },
  }
}

/** One "now" for everything a request shows. */
export const now = cache((): Date => new Date())

async function viewerOf(sent: Headers): Promise<Viewer | null> {
  const found = await getAuth().api.getSession({ headers: sent })
  if (!found) return null
  const { id, name, email, role } = found.user
  return {
    user: { id, name, email, role },
    scope: scopeOf(role),
    session: { id: found.session.id, createdAt: found.session.createdAt },
  }
}

/** Deny by default: a role without rows of its own sees none. */
const scopeOf = (role: string): Scope => (role === 'admin' ? EVERYTHING : { sources: [], teams: [] })
