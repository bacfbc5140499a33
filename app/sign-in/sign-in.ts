'use server'

import { parseSetCookieHeader } from 'better-auth/cookies'
import { cookies, headers } from 'next/headers.js'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { getAuth } from '#app/_server/auth.ts'
import { safeNext } from '#app/_server/safe-next.ts'
import { utcTime } from '#app/_ui/relative-time.ts'
import { readEnv } from '#lib/env.ts'

const Form = z.object({
  email: z.email(),
  password: z.string().min(1).max(256),
  next: z.string().max(2_000).catch('/'),
})

export type SignInState = { error?: string; email?: string }

/** Asks the sign-in endpoint itself, so that its rate limit counts these tries too, and takes over its cookie. */
export async function signIn(_before: SignInState, form: FormData): Promise<SignInState> {
  const parsed = Form.safeParse(Object.fromEntries(form))
  const email = String(form.get('email') ?? '').slice(0, 200)
  if (!parsed.success) return { email, error: 'Enter an e-mail address and a password.' }
  const { baseUrl } = readEnv()
  const sent = await headers()
  const answer = await getAuth().handler(
    new Request(`${baseUrl}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: baseUrl,
        'x-forwarded-for': sent.get('x-forwarded-for') ?? '127.0.0.1',
        'user-agent': sent.get('user-agent') ?? '',
      },
      body: JSON.stringify({ email: parsed.data.email, password: parsed.data.password }),
    }),
  )
  if (!answer.ok) return { email, error: await refusalOf(answer) }

  const jar = await cookies()
  for (const [name, { value, path, httponly, secure, 'max-age': maxAge }] of parseSetCookieHeader(
    answer.headers.get('set-cookie') ?? '',
  ))
    jar.set(name, decodeURIComponent(value), {
      path: path ?? '/',
      httpOnly: httponly ?? true,
      secure: secure ?? false,
      sameSite: 'lax',
      ...(maxAge !== undefined && { maxAge }),
    })
  redirect(safeNext(parsed.data.next))
}

async function refusalOf(answer: Response): Promise<string> {
  const refusal = z
    .object({ code: z.string().optional(), until: z.iso.datetime().optional() })
    .safeParse(await answer.json().catch(() => undefined))
  const { code, until } = refusal.data ?? {}
  if (code === 'ADDRESS_LOCKED' && until)
    return `Too many failed tries for this address. It is locked until ${utcTime(new Date(until))}. An administrator can make you a one-time link meanwhile.`
  if (answer.status === 429) return 'Too many tries. Wait a minute and try again.'
  // Only the right password comes this far.
  if (code === 'FAILED_TO_CREATE_SESSION')
    return 'Your access has ended: this user is disabled or the audit is over. Ask an administrator.'
  return 'The e-mail address or the password is wrong.'
}
