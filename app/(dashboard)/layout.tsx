import { Button, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { requireViewer } from '#app/_server/session.ts'
import { FreshnessLine } from './_shell/freshness-line.tsx'
import { Shell } from './_shell/shell.tsx'
import { signOut } from './_shell/sign-out.ts'
import { settingsPagesOf } from './settings/_parts/settings-pages.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { user, role } = await requireViewer()
  return (
    <Shell
      freshness={<FreshnessLine />}
      hasSettings={settingsPagesOf(role).length > 0}
      account={
        <form action={signOut}>
          <Text size="xs" c="dimmed" px={10} pb={4} truncate title={user.email}>
            {user.name}
          </Text>
          <Button type="submit" variant="subtle" color="gray" size="compact-sm" fullWidth justify="flex-start">
            Sign out
          </Button>
        </form>
      }
    >
      {children}
    </Shell>
  )
}
