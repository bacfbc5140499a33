import { type BetterAuthPlugin, betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { magicLink } from 'better-auth/plugins/magic-link'
import type { Db } from '#lib/db/connect.ts'
import type { Env } from '#lib/env.ts'
import { getGrant } from '#lib/queries/get-grant.ts'
import { oidcPlugin } from './oidc/oidc-plugin.ts'
import { PLACEHOLDER_EMAIL } from './placeholder-email.ts'
import { signInHooks } from './sign-in-hooks.ts'

/** How long a one-time link can be used, in seconds. */
const LINK_LIFE_S = 24 * 3_600

const MIN_PASSWORD = 12

/** Requests that only a process on the server may make: links, new users, and what the account page does with its own checks. */
const DISABLED = [
  '/sign-in/magic-link',
  '/sign-up/email',
  '/request-password-reset',
  '/reset-password',
  '/send-verification-email',
  '/verify-email',
  '/change-email',
  '/change-password',
  '/update-user',
  '/delete-user',
]

/**
 * Sign-in over our tables: passwords, sessions, and one-time links that are made on the server and never sent anywhere.
 * One factory for the web program and the command line. `extra` plugins come last.
 */
export function createAuth(db: Db, env: Pick<Env, 'baseUrl' | 'port' | 'secret'>, extra: BetterAuthPlugin[] = []) {
  return betterAuth({
    appName: 'Muniment',
    baseURL: env.baseUrl,
    basePath: '/api/auth',
    secret: env.secret,
    trustedOrigins: [env.baseUrl, `http://localhost:${env.port}`, `http://127.0.0.1:${env.port}`],
    database: prismaAdapter(db.records, { provider: 'postgresql' }),
    user: {
      additionalFields: {
        role: { type: 'string', defaultValue: 'member', input: false },
        disabledAt: { type: 'date', required: false, input: false, returned: false },
      },
    },
    databaseHooks: {
      // Only a link for the administrator, while there is none, makes a user; all others are made by commands. A link that was made for an
      // address no longer in use signs nobody in.
      user: {
        create: {
          before: async (user) =>
            user.email === PLACEHOLDER_EMAIL && !(await hasAdministrator(db)) && { data: { ...user, role: 'admin' } },
        },
      },
      session: {
        create: { before: async ({ userId }) => (await getGrant(db, userId, new Date())) !== undefined },
      },
    },
    hooks: signInHooks(db),
    session: { expiresIn: 14 * 86_400, updateAge: 86_400 },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: MIN_PASSWORD, maxPasswordLength: 128 },
    disabledPaths: DISABLED,
    onAPIError: { errorURL: '/sign-in' },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 120,
      // A link cannot be guessed; several people behind one address may open theirs at once.
      customRules: { '/sign-in/email': { window: 60, max: 10 }, '/magic-link/verify': { window: 60, max: 60 } },
    },
    advanced: { useSecureCookies: env.baseUrl.startsWith('https://'), cookiePrefix: 'muniment' },
    logger: { level: 'error' },
    telemetry: { enabled: false },
    plugins: [
      magicLink({
        expiresIn: LINK_LIFE_S,
        storeToken: 'hashed',
        // Nothing is sent: the process that asked for the link takes it from here.
        sendMagicLink: ({ url, metadata }) => {
          if (typeof metadata?.take === 'function') metadata.take(url)
        },
      }),
      oidcPlugin({ db, baseUrl: env.baseUrl, secret: env.secret }),
      ...extra,
    ],
  })
}

const hasAdministrator = async (db: Db): Promise<boolean> =>
  (await db.records.user.count({ where: { role: 'admin', disabledAt: null } })) > 0

export type Auth = ReturnType<typeof createAuth>
