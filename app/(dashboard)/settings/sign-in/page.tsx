import { Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { getDb } from '#app/_server/db.ts'
import { requirePermission } from '#app/_server/session.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Section } from '#app/_ui/section.tsx'
import { listIdentityProviders } from '#lib/queries/list-identity-providers.ts'
import { ProviderForm } from './provider-form.tsx'
import { ProvidersTable } from './providers-table.tsx'

export const metadata: Metadata = { title: 'Sign-in' }

export default async function SignInSettingsPage() {
  const { scope } = await requirePermission('provider.manage')
  const providers = await listIdentityProviders(getDb(), scope)
  return (
    <>
      <PageHeader
        title="Sign-in"
        description="Identity providers through which people sign in, and what their groups may do here. Passwords and one-time links work beside them."
      />
      <Stack gap="md">
        <Section id="providers" title="Identity providers" flush>
          <ProvidersTable providers={providers} />
        </Section>
        <Section
          id="add"
          title="Add a provider"
          description="Any OpenID Connect issuer. Register Muniment there first as a web application with the authorization code flow; the address to send people back to is shown once the provider is named."
        >
          <ProviderForm />
        </Section>
        <Section id="locks" title="Failed tries">
          <Text size="sm" className="prose">
            Ten failed passwords for one address within a quarter of an hour lock it for a quarter of an hour, whether
            somebody has that address or not. A one-time link signs in all the same. Every try is in the audit log.
          </Text>
        </Section>
      </Stack>
    </>
  )
}
