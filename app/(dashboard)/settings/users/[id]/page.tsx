import { Group, Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { getDb } from '#app/_server/db.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { ConfirmButton } from '#app/_ui/confirm-button.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { ROLE_NAME } from '#app/_ui/role-words.ts'
import { Section } from '#app/_ui/section.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import { getUser } from '#lib/queries/get-user.ts'
import type { UserRow } from '#lib/queries/user-row.ts'
import { accessOptions } from '../_access/access-options.ts'
import { signInWords, userState } from '../user-state.ts'
import { AccessForm } from './access-form.tsx'
import { LinkForm } from './link-form.tsx'
import { disableUserAction, enableUserAction, removeUserAction } from './user-actions.ts'

const userOf = cache(async (id: string) => {
  const { scope } = await requirePermission('user.manage')
  return getUser(getDb(), scope, id)
})

export async function generateMetadata({ params }: PageProps<'/settings/users/[id]'>): Promise<Metadata> {
  return { title: (await userOf((await params).id))?.name ?? 'User' }
}

export default async function UserPage({ params }: PageProps<'/settings/users/[id]'>) {
  const { scope, user: viewer } = await requirePermission('user.manage')
  const user = await userOf((await params).id)
  if (!user) notFound()
  const at = now()
  const options = await accessOptions(scope, at, user.audit?.id)
  const { word, tone } = userState(user, at)
  const { role, limits } = user
  const access = { role, limits, teams: user.teams.map(({ id }) => id), auditId: user.audit?.id ?? null }

  return (
    <>
      <PageHeader
        parent={<TextLink href="/settings/users">Users</TextLink>}
        title={user.name}
        aside={<ToneBadge tone={tone}>{word}</ToneBadge>}
        description={user.email}
      />
      <Stack gap="md" maw="56rem">
        <Section id="facts" title="Now">
          <Facts
            facts={[
              ['Role', ROLE_NAME[role]],
              ['Audit', user.audit && <TextLink href={`/audits/${user.audit.id}`}>{user.audit.name}</TextLink>],
              ['Signs in with', signInWords(user)],
              [
                'Last sign-in',
                <Freshness key="last" at={user.lastSignInAt} now={at} show="both" none="not signed in" />,
              ],
              ['Made', <Freshness key="made" at={user.createdAt} now={at} show="both" />],
              ['Disabled', user.disabledAt && <Freshness at={user.disabledAt} now={at} show="both" />],
            ]}
          />
        </Section>
        <Section
          id="access"
          title="Access"
          description="Counts from the next click on. Who gets less, or another role, has to sign in again."
        >
          <AccessForm key={JSON.stringify(access)} id={user.id} access={access} options={options} />
        </Section>
        <Section
          id="link"
          title="One-time link"
          description="For a first sign-in, or when the password is lost. It replaces a link that was made before."
        >
          <LinkForm id={user.id} name={user.name} />
        </Section>
        <EndSection user={user} isOwn={user.id === viewer.id} />
      </Stack>
    </>
  )
}

function EndSection({ user: { id, name, disabledAt }, isOwn }: { user: UserRow; isOwn: boolean }) {
  return (
    <Section id="end" title="End access">
      {isOwn ? (
        <Text c="dimmed">This is you. Another administrator can take your role, disable or remove you.</Text>
      ) : (
        <Group gap="sm">
          {disabledAt ? (
            <ConfirmButton
              action={enableUserAction}
              fields={{ id }}
              label="Enable"
              describedAs={`Enable ${name}`}
              question={`${name} can sign in again, with the access and the password from before.`}
              size="sm"
            />
          ) : (
            <ConfirmButton
              action={disableUserAction}
              fields={{ id }}
              label="Disable"
              describedAs={`Disable ${name}`}
              question={`${name} is signed out at once and cannot sign in until enabled again.`}
              size="sm"
            />
          )}
          <ConfirmButton
            action={removeUserAction}
            fields={{ id }}
            label="Remove"
            describedAs={`Remove ${name}`}
            question={`${name} is deleted for good. What ${name} did stays in the audit log.`}
            size="sm"
          />
        </Group>
      )}
    </Section>
  )
}
