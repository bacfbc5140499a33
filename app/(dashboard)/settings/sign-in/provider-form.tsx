'use client'

import { Alert, Button, Group, PasswordInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useActionState } from 'react'
import { FormMessage } from '#app/_ui/form-message.tsx'
import type { IdentityProvider } from '#lib/domain/identity-provider.ts'
import { saveProvider } from './provider-actions.ts'

type Props = { provider?: { id: string; hasSecret: boolean } & Omit<IdentityProvider, 'clientSecret'> }

/** What a provider needs to be known. Before it is kept, it can be asked whether it is there. */
export function ProviderForm({ provider }: Props) {
  const [state, act, isPending] = useActionState(saveProvider, {})
  const given = state.given ?? provider
  return (
    <form action={act}>
      {provider && <input type="hidden" name="id" value={provider.id} />}
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput
            label="Name"
            name="name"
            description="As on the button of the sign-in page"
            defaultValue={given?.name}
            required
            withAsterisk={false}
            maxLength={60}
          />
          <TextInput
            label="Issuer"
            name="issuer"
            type="url"
            description="The address before /.well-known/openid-configuration"
            placeholder="https://login.example.com/realms/company"
            defaultValue={given?.issuer}
            required
            withAsterisk={false}
            maxLength={300}
          />
          <TextInput
            label="Client id"
            name="clientId"
            defaultValue={given?.clientId}
            required
            withAsterisk={false}
            maxLength={300}
            autoComplete="off"
          />
          <PasswordInput
            label="Client secret"
            name="clientSecret"
            description={provider?.hasSecret ? 'Empty: it stays as it is' : 'Empty for a public client'}
            inputWrapperOrder={['label', 'input', 'description']}
            maxLength={1_000}
            autoComplete="off"
          />
          <TextInput
            label="Scopes"
            name="scopes"
            defaultValue={given?.scopes ?? 'openid profile email'}
            maxLength={300}
          />
          <TextInput
            label="Claim with the groups"
            name="groupsClaim"
            description="Nested ones with dots: realm_access.roles"
            inputWrapperOrder={['label', 'input', 'description']}
            defaultValue={given?.groupsClaim ?? 'groups'}
            maxLength={200}
          />
        </SimpleGrid>
        <Group gap="sm">
          <Button type="submit" loading={isPending}>
            {provider ? 'Save' : 'Add the provider'}
          </Button>
          <Button type="submit" name="intent" value="test" variant="default" disabled={isPending}>
            Test it
          </Button>
          <FormMessage state={state} />
        </Group>
        {state.found && (
          <Alert color="green" variant="light" title="The issuer answers" role="status">
            {state.found.map((line) => (
              <Text key={line} size="sm" style={{ overflowWrap: 'anywhere' }}>
                {line}
              </Text>
            ))}
          </Alert>
        )}
      </Stack>
    </form>
  )
}
