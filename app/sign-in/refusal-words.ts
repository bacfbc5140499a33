import type { OidcError } from '#lib/auth/oidc/oidc-plugin.ts'

type Words = { title: string; text: string }

const OIDC: Record<OidcError, (provider: string) => Words> = {
  no_access: (provider) => ({
    title: 'Your account has no access here yet',
    text: `${provider} knows you, but none of your groups there may look at Muniment. Ask an administrator of Muniment, or whoever gives out groups at ${provider}.`,
  }),
  access_ended: () => ({
    title: 'Your access has ended',
    text: 'This user is disabled. Ask an administrator.',
  }),
  email_missing: (provider) => ({
    title: 'Your e-mail address is missing',
    text: `${provider} did not say which e-mail address you have. Its administrator has to let Muniment read it.`,
  }),
  email_taken: (provider) => ({
    title: 'Your e-mail address belongs to another user here',
    text: `Somebody with this address signs in to Muniment in another way, so ${provider} cannot be used for it. Sign in the other way, or ask an administrator.`,
  }),
  provider_unknown: () => ({
    title: 'That way to sign in is not there',
    text: 'It was removed or switched off. Choose another way below.',
  }),
  provider_failed: (provider) => ({
    title: `${provider} could not sign you in`,
    text: 'It did not answer, or its answer did not hold. Try again; if it stays so, an administrator finds the reason in the audit log.',
  }),
  provider_denied: (provider) => ({
    title: 'You were not signed in',
    text: `${provider} says that the sign-in was called off. Try again.`,
  }),
  sign_in_expired: () => ({
    title: 'That took too long, or was opened twice',
    text: 'A sign-in through a provider has to be finished within ten minutes, once, in the window where it began. Begin again.',
  }),
}

/** What to say of an `error` in the address of the sign-in page. */
export function refusalWords(error: string, provider: string): Words {
  if (Object.hasOwn(OIDC, error)) return OIDC[error as OidcError](provider)
  if (error === 'failed_to_create_session')
    return {
      title: 'Your access has ended',
      text: 'The link is right, but this user is disabled or the audit is over. Ask an administrator.',
    }
  return {
    title: 'That link does not work any more',
    text: 'A sign-in link works once and for one day. This one was used, is too old, or was replaced by a newer one. Ask an administrator for another, or make one as shown below.',
  }
}
