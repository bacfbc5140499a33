import { hash, randomBytes } from 'node:crypto'

const TOKEN = /^mnt_[A-Za-z0-9_-]{43}$/

/** A new token: 256 random bits. Only its hash is ever stored. */
export const newToken = (): string => `mnt_${randomBytes(32).toString('base64url')}`

/** The stored form of a token, and the key it is found by; undefined for text that is no token of ours. */
export const tokenSha256 = (text: string): string | undefined =>
  TOKEN.test(text) ? hash('sha256', text, 'hex') : undefined

/** Enough of a token to tell it from others, too little to use: `mnt_Ab3d…9xYz`. */
export const tokenHint = (token: string): string => `${token.slice(0, 8)}…${token.slice(-4)}`
