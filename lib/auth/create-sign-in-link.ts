import type { Auth } from './create-auth.ts'
import { PLACEHOLDER_EMAIL } from './placeholder-email.ts'

/**
 * A link that signs a person in once, within a day: a user, or else the administrator, who is made by it when there is none
 * yet. It is made by a process on the server only: the public endpoint for it is off, and nothing is e-mailed.
 */
export async function createSignInLink(
  auth: Auth,
  baseUrl: string,
  to?: { email: string; page: '/' | '/account' },
): Promise<string> {
  const { email, page } = to ?? (await administratorOf(auth))
  let taken: string | undefined
  await auth.api.signInMagicLink({
    headers: new Headers(),
    body: {
      email,
      name: 'Administrator',
      callbackURL: page,
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

async function administratorOf(auth: Auth): Promise<{ email: string; page: '/' | '/account' }> {
  const { adapter } = await auth.$context
  const [first] = await adapter.findMany<{ email: string }>({
    model: 'user',
    where: [
      { field: 'role', value: 'admin' },
      { field: 'disabledAt', value: null },
    ],
    sortBy: { field: 'createdAt', direction: 'asc' },
    limit: 1,
  })
  return first ? { email: first.email, page: '/' } : { email: PLACEHOLDER_EMAIL, page: '/account' }
}
