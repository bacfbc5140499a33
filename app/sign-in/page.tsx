import { Alert, Divider, Paper, Stack, Text, Title } from '@mantine/core'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { safeNext } from '#app/_server/safe-next.ts'
import { getViewer } from '#app/_server/session.ts'
import { CopyCommand } from '#app/_ui/copy-command.tsx'
import { ThemeSwitch } from '#app/_ui/theme-switch.tsx'
import styles from './page.module.css'
import { SignInForm } from './sign-in-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next, error } = await searchParams
  const target = safeNext(next)
  // A session of somebody who may look at nothing any more leads nowhere: there is only signing in again.
  if (await getViewer()) redirect(target)

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
          {error === 'failed_to_create_session' && (
            <Alert color="yellow" variant="light" title="Your access has ended" role="alert">
              The link is right, but this user is disabled or the audit is over. Ask an administrator.
            </Alert>
          )}
          {error && error !== 'failed_to_create_session' && (
            <Alert color="yellow" variant="light" title="That link does not work any more" role="alert">
              A sign-in link works once and for one day. This one was used, is too old, or was replaced by a newer one.
              Ask an administrator for another, or make one as shown below.
            </Alert>
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
