import type { Auth } from './create-auth.ts'
import { PLACEHOLDER_EMAIL } from './placeholder-email.ts'

/**
 * A link that signs in the administrator once, within a day, and makes the administrator when there is none yet. It is
 * made by a process on the server only: the public endpoint for it is off, and nothing is e-mailed.
 */
export async function createSignInLink(auth: Auth, baseUrl: string): Promise<string> {
  const { adapter } = await auth.$context
  const [first] = await adapter.findMany<{ email: string }>({
    model: 'user',
    where: [{ field: 'role', value: 'admin' }],
    sortBy: { field: 'createdAt', direction: 'asc' },
    limit: 1,
  })
  let taken: string | undefined
  await auth.api.signInMagicLink({
    headers: new Headers(),
    body: {
      email: first?.email ?? PLACEHOLDER_EMAIL,
      name: 'Administrator',
      callbackURL: first ? '/' : '/account',
      errorCallbackURL: '/sign-in',
      metadata: {
        take: (url: string) => {
          taken = url
        },
      },
    },
  })
  if (!taken) throw new Error('no sign-in link was made')
  const { pathname, search } = new URL(taken)
  return new URL(`${pathname}${search}`, baseUrl).href
}
