import { Alert, Button, Stack } from '@mantine/core'
import type { Metadata } from 'next'
import { getDb } from '#app/_server/db.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { ROLE_NAME } from '#app/_ui/role-words.ts'
import { Section } from '#app/_ui/section.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import { PLACEHOLDER_EMAIL } from '#lib/auth/placeholder-email.ts'
import { FRESH_SESSION_MS } from '#lib/auth/set-sign-in.ts'
import { listSessions } from '#lib/queries/list-sessions.ts'
import { AccessSection } from './access-section.tsx'
import { describeAddress } from './describe-address.ts'
import { describeBrowser } from './describe-browser.ts'
import { SignInSettings } from './sign-in-settings.tsx'
import { signOutEverywhere } from './sign-out-everywhere.ts'

export const metadata: Metadata = { title: 'Account' }

export default async function AccountPage() {
  const viewer = await requireViewer()
  const { user, role, session } = viewer
  const [db, at] = [getDb(), now()]
  const [sessions, account] = await Promise.all([
    listSessions(db, user.id, at),
    db.records.account.findFirst({ where: { userId: user.id, providerId: 'credential' }, select: { id: true } }),
  ])
  const isFresh = at.getTime() - session.createdAt.getTime() < FRESH_SESSION_MS

  return (
    <>
      <PageHeader title="Account" description={`Signed in as ${user.email}, ${ROLE_NAME[role].toLowerCase()}.`} />
      <Stack gap="md" maw="56rem">
        {!account && (
          <Alert
            color="yellow"
            variant="light"
            title={user.email === PLACEHOLDER_EMAIL ? 'Set an address and a password' : 'Set a password'}
          >
            You came by a one-time link. Without a password, the next sign-in needs another link from{' '}
            {role === 'admin' ? 'the server' : 'an administrator'}.
          </Alert>
        )}
        <AccessSection viewer={viewer} />
        <Section
          id="sign-in"
          title="How you sign in"
          description={
            account && isFresh
              ? 'You signed in within the last ten minutes, so the current password is not asked for.'
              : undefined
          }
        >
          <SignInSettings
            name={user.name}
            email={user.email === PLACEHOLDER_EMAIL ? '' : user.email}
            hasPassword={!!account}
            asksPassword={!!account && !isFresh}
          />
        </Section>
        <Section id="api" title="API" description="What you see here, for other programs.">
          <TextLink href="/docs/api">Operations, parameters and how to ask</TextLink>
        </Section>
        <Section
          id="sessions"
          title="Sessions"
          flush
          description="Where you are signed in. A session ends by itself after 14 days without use."
          actions={
            <form action={signOutEverywhere}>
              <Button type="submit" variant="default" size="compact-sm">
                Sign out everywhere
              </Button>
            </form>
          }
        >
          <DataTable
            caption="Your sessions"
            rows={sessions}
            rowKey={(row) => row.id}
            empty={<EmptyState title="No session" />}
            columns={[
              {
                key: 'browser',
                header: 'Browser',
                isRowHeader: true,
                cell: (row) => (
                  <>
                    {describeBrowser(row.userAgent)}{' '}
                    {row.id === session.id && <ToneBadge tone="link">this one</ToneBadge>}
                  </>
                ),
              },
              { key: 'address', header: 'Address', cell: (row) => describeAddress(row.ipAddress) },
              {
                key: 'since',
                header: 'Signed in',
                nowrap: true,
                cell: (row) => <Freshness at={row.createdAt} now={at} />,
              },
              {
                key: 'used',
                header: 'Last used',
                nowrap: true,
                cell: (row) => <Freshness at={row.updatedAt} now={at} />,
              },
            ]}
          />
        </Section>
      </Stack>
    </>
  )
}
