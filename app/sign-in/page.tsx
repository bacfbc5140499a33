import { Alert, Button, Divider, Paper, Stack, Text, Title } from '@mantine/core'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getDb } from '#app/_server/db.ts'
import { safeNext } from '#app/_server/safe-next.ts'
import { getViewer } from '#app/_server/session.ts'
import { CopyCommand } from '#app/_ui/copy-command.tsx'
import { ThemeSwitch } from '#app/_ui/theme-switch.tsx'
import { listSignInWays } from '#lib/queries/list-sign-in-ways.ts'
import styles from './page.module.css'
import { refusalWords } from './refusal-words.ts'
import { SignInForm } from './sign-in-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next, error, provider } = await searchParams
  const target = safeNext(next)
  // A session of somebody who may look at nothing any more leads nowhere: there is only signing in again.
  if (await getViewer()) redirect(target)

  const ways = await listSignInWays(getDb())
  const words = typeof error === 'string' ? refusalWords(error, nameIn(provider)) : undefined

  return (
    <main className={styles.main}>
      <div className={styles.corner}>
        <ThemeSwitch />
      </div>
      <Paper p="xl" className={styles.card}>
        <Stack gap="md">
          <div>
            <Title order={1}>Sign in to Muniment</Title>
            <Text c="dimmed">Compliance evidence and policy metrics</Text>
          </div>
          {words && (
            <Alert color="yellow" variant="light" title={words.title} role="alert">
              {words.text}
            </Alert>
          )}
          {ways.length > 0 && (
            <>
              <Stack gap="xs">
                {ways.map(({ id, name }) => (
                  <Button
                    key={id}
                    component="a"
                    href={`/api/auth/oidc/${encodeURIComponent(id)}/start?next=${encodeURIComponent(target)}`}
                    variant="default"
                    fullWidth
                  >
                    Sign in with {name}
                  </Button>
                ))}
              </Stack>
              <Divider label="or with a password" labelPosition="center" />
            </>
          )}
          <SignInForm next={target} />
          <Divider label="or" labelPosition="center" />
          <div>
            <Text mb={6}>
              No password yet, or lost it? Ask an administrator for a one-time link. Whoever runs the server can make
              one there:
            </Text>
            <CopyCommand command="npm run muniment -- sign-in-link" />
            <Text size="xs" c="dimmed" mt={6}>
              The first start prints one by itself. Passwords are set on the account page, once signed in.
            </Text>
          </div>
        </Stack>
      </Paper>
    </main>
  )
}

/** The name comes in the address, so that anybody may write it: it is only ever shown as text, and short. */
const nameIn = (provider: string | string[] | undefined): string =>
  typeof provider === 'string' && provider.trim() ? provider.slice(0, 60) : 'The provider'
