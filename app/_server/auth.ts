import 'server-only'
import { nextCookies } from 'better-auth/next-js'
import { type Auth, createAuth } from '#lib/auth/create-auth.ts'
import { readEnv } from '#lib/env.ts'
import { getDb } from './db.ts'

let kept: Auth | undefined

/** Made on first use; the last plugin lets server actions set the session's cookie. */
export function getAuth(): Auth {
  kept ??= createAuth(getDb(), readEnv(), [nextCookies()])
  return kept
}
