import type { Tone } from '#app/_ui/theme.ts'

type User = {
  disabledAt: Date | null
  audit: { expiresAt: Date; closedAt: Date | null } | null
  signsInWith: readonly string[]
  lastSignInAt: Date | null
}

/** Whether somebody can sign in and did, in a word. */
export function userState(user: User, now: Date): { word: string; tone: Tone } {
  if (user.disabledAt) return { word: 'disabled', tone: 'bad' }
  if (user.audit && (user.audit.closedAt || user.audit.expiresAt <= now)) return { word: 'audit over', tone: 'muted' }
  if (!user.signsInWith.length && !user.lastSignInAt) return { word: 'invited', tone: 'caution' }
  return { word: 'active', tone: 'good' }
}

/** How somebody signs in. Without a password or a provider it is the one-time link, once. */
export const signInWords = ({ signsInWith, lastSignInAt }: User): string =>
  signsInWith.join(', ') || (lastSignInAt ? 'one-time link, no password yet' : 'not yet')
