import { Stack } from '@mantine/core'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getDb } from '#app/_server/db.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { CopyCommand } from '#app/_ui/copy-command.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Section } from '#app/_ui/section.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import { callbackUrl } from '#lib/auth/oidc/oidc-plugin.ts'
import { readEnv } from '#lib/env.ts'
import { listIdentityProviders } from '#lib/queries/list-identity-providers.ts'
import { listTeams } from '#lib/queries/list-teams.ts'
import { ProviderForm } from '../provider-form.tsx'
import { GroupRulesForm } from './group-rules-form.tsx'

export const metadata: Metadata = { title: 'Identity provider' }

export default async function ProviderPage({ params }: PageProps<'/settings/sign-in/[id]'>) {
  const { scope } = await requirePermission('provider.manage')
  const { id } = await params
  const db = getDb()
  const [providers, teams] = await Promise.all([listIdentityProviders(db, scope), listTeams(db, scope, { now: now() })])
  const provider = providers.find((one) => one.id === id)
  if (!provider) notFound()
  return (
    <>
      <PageHeader
        parent={<TextLink href="/settings/sign-in">Sign-in</TextLink>}
        title={provider.name}
        aside={provider.disabledAt ? <ToneBadge tone="muted">switched off</ToneBadge> : undefined}
        description={`${provider.people} ${provider.people === 1 ? 'person has' : 'people have'} signed in through it.`}
      />
      <Stack gap="md">
        <Section
          id="redirect"
          title="Register this at the provider"
          description="The address to which people are sent back, exactly so."
        >
          <CopyCommand command={callbackUrl(readEnv().baseUrl, provider.id)} label="Copy the address" />
        </Section>
        <Section
          id="rules"
          title="What its groups may do"
          description="Whoever is in no group below is not let in. The first rule that fits gives the role; teams of all that fit add up. Rules count from each person's next sign-in."
        >
          <GroupRulesForm
            id={provider.id}
            rules={provider.rules}
            teams={teams.flatMap(({ id: team, name }) => (team ? [{ value: String(team), label: name }] : []))}
          />
        </Section>
        <Section id="settings" title="Settings">
          <ProviderForm provider={provider} />
        </Section>
      </Stack>
    </>
  )
}
