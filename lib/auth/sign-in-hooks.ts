import { APIError, createAuthMiddleware } from 'better-auth/api'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import type { Db } from '#lib/db/connect.ts'
import { addressOf } from '#lib/http/address-of.ts'
import { countFailure, forgetFailures, lockedUntil } from './sign-in-lock.ts'

const METHODS: Record<string, string> = {
  '/sign-in/email': 'password',
  '/magic-link/verify': 'link',
  '/oidc/:provider/callback': 'provider',
}

/** Locks an address that was tried too often, and writes every sign-in and every failure to the audit log. */
export const signInHooks = (db: Db) => ({
  before: createAuthMiddleware(async (ctx) => {
    if (ctx.path !== '/sign-in/email') return
    const until = await lockedUntil(db, emailOf(ctx.body), new Date())
    if (until) throw locked(until)
  }),
  after: createAuthMiddleware(async (ctx) => {
    const method = METHODS[ctx.path]
    if (!method) return
    const now = new Date()
    const address = addressOf(ctx.headers ?? new Headers())
    const { newSession, returned } = ctx.context
    if (newSession) {
      const { id, email } = newSession.user
      if (method === 'password') await forgetFailures(db, email.toLowerCase())
      const by = { name: email, kind: 'user' as const, id, address }
      await writeAuditRow(db.sql, {
        at: now,
        by,
        action: 'sign-in.succeeded',
        object: `user:${id}`,
        detail: { method },
      })
      return
    }
    // Why a provider's answer was refused is written where it was refused.
    if (method === 'provider' || !(returned instanceof APIError)) return
    const email = method === 'password' ? emailOf(ctx.body) : 'somebody with a link'
    const by = { name: email, kind: 'nobody' as const, address }
    const reason = returned.body?.code ?? returned.status
    const isRefused = reason === 'FAILED_TO_CREATE_SESSION'
    const action = isRefused ? 'sign-in.refused' : 'sign-in.failed'
    if (isLocked(returned)) return
    await writeAuditRow(db.sql, { at: now, by, action, object: 'sign-in', detail: { method, reason } })
    if (method !== 'password' || isRefused) return
    const until = await countFailure(db, email, now)
    if (!until) return
    const detail = { until: until.toISOString() }
    await writeAuditRow(db.sql, { at: now, by, action: 'sign-in.locked', object: 'sign-in', detail })
  }),
})

const LOCKED = 'ADDRESS_LOCKED'

const locked = (until: Date): APIError =>
  new APIError('TOO_MANY_REQUESTS', { code: LOCKED, message: 'Too many failed tries.', until: until.toISOString() })

const isLocked = (error: APIError): boolean => error.body?.code === LOCKED

const emailOf = (body: unknown): string => {
  const email = typeof body === 'object' && body !== null && 'email' in body ? body.email : ''
  return typeof email === 'string' ? email.trim().toLowerCase().slice(0, 200) : ''
}
