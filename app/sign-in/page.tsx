import { Alert, Divider, Paper, Stack, Text, Title } from '@mantine/core'
import type { Metadata } from 'next'
import { headers } from 'next/headers.js'
import { redirect } from 'next/navigation'
import { getAuth } from '#app/_server/auth.ts'
import { safeNext } from '#app/_server/safe-next.ts'
import { CopyCommand } from '#app/_ui/copy-command.tsx'
import { ThemeSwitch } from '#app/_ui/theme-switch.tsx'
import styles from './page.module.css'
import { SignInForm } from './sign-in-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next, error } = await searchParams
  const target = safeNext(next)
  if (await getAuth().api.getSession({ headers: await headers() })) redirect(target)

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
          {error && (
            <Alert color="yellow" variant="light" title="That link does not work any more" role="alert">
              A sign-in link works once and for one day. This one was used or is too old. Make another as shown below.
            </Alert>
          )}
          <SignInForm next={target} />
          <Divider label="or" labelPosition="center" />
          <div>
            <Text mb={6}>No password yet, or lost it? Whoever runs the server can make a one-time link there:</Text>
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
