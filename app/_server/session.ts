import 'server-only'
import { headers } from 'next/headers.js'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { acceptToken } from '#lib/commands/accept-token.ts'
import type { Actor } from '#lib/domain/actor.ts'
import { can, type Permission } from '#lib/domain/permission.ts'
import type { Role } from '#lib/domain/role.ts'
import { addressOf } from '#lib/http/address-of.ts'
import { getGrant } from '#lib/queries/get-grant.ts'
import { getScope } from '#lib/queries/get-scope.ts'
import { getAuth } from './auth.ts'
import { getDb } from './db.ts'
import { problem, unauthorized } from './problem.ts'

/** The signed-in person or the read token behind a request, as every query and command takes it. */
export type Viewer = Actor & {
  role: Role
  user: { id: string; name: string; email: string }
  session: { id: string; createdAt: Date }
  /** Of an auditor. */
  audit?: { id: string; name: string }
}

/** The signed-in viewer, if there is one who may still look at anything. */
export const getViewer = cache(async (): Promise<Viewer | null> => viewerOf(await headers()))

/** The signed-in viewer, or the sign-in page. Every page and server action that shows or changes anything asks for itself. */
export const requireViewer = async (): Promise<Viewer> => (await getViewer()) ?? redirect('/sign-in')

/** The signed-in viewer when its role allows this; for everybody else there is no such page. */
export async function requirePermission(permission: Permission): Promise<Viewer> {
  const viewer = await requireViewer()
  return can(viewer.role, permission) ? viewer : notFound()
}

/** The viewer of an API request, by session or by a `read` token; else the answer that says why there is none. */
export async function apiViewer(request: Request): Promise<Viewer | Response> {
  const authorization = request.headers.get('authorization')
  if (!authorization) return (await viewerOf(request.headers)) ?? unauthorized()
  const at = new Date()
  const db = getDb()
  const address = addressOf(request.headers)
  const token = await acceptToken(db, authorization, { now: at, address })
  if ('refused' in token) return unauthorized(token.refused)
  if (token.kind !== 'read' || !token.role)
    return problem(403, 'Forbidden', `A token of the kind ${token.kind} reads nothing here; make a read token.`)
  const name = `token:${token.name}`
  const { role, limits } = token
  return {
    name,
    kind: 'token',
    id: token.id,
    role,
    scope: await getScope(db, { role, limits }),
    address,
    user: { id: `token:${token.id}`, name, email: name },
    session: { id: token.id, createdAt: at },
  }
}

/** One "now" for everything a request shows. */
export const now = cache((): Date => new Date())

async function viewerOf(sent: Headers): Promise<Viewer | null> {
  const found = await getAuth().api.getSession({ headers: sent })
  if (!found) return null
  const db = getDb()
  const grant = await getGrant(db, found.user.id, new Date())
  if (!grant) return null
  const { id, name, email } = found.user
  return {
    name: email,
    kind: 'user',
    id,
    role: grant.role,
    scope: await getScope(db, grant),
    address: addressOf(sent),
    user: { id, name, email },
    session: { id: found.session.id, createdAt: found.session.createdAt },
    ...(grant.auditIs && { audit: grant.auditIs }),
  }
}
