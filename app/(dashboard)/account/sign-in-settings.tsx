'use client'

import { Button, Group, PasswordInput, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useActionState } from 'react'
import { FormMessage } from '#app/_ui/form-message.tsx'
import { saveSignIn } from './save-sign-in.ts'

type Props = { name: string; email: string; hasPassword: boolean; asksPassword: boolean }

export function SignInSettings({ name, email, hasPassword, asksPassword }: Props) {
  const [state, act, isPending] = useActionState(saveSignIn, {})
  return (
    <form action={act}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput label="Name" name="name" defaultValue={name} autoComplete="name" required withAsterisk={false} />
          <TextInput
            label="E-mail"
            name="email"
            type="email"
            defaultValue={email}
            autoComplete="username"
            required
            withAsterisk={false}
          />
          <PasswordInput
            label={hasPassword ? 'New password' : 'Password'}
            description={`12 characters or more${hasPassword ? '; empty keeps the present one' : ''}`}
            name="password"
            autoComplete="new-password"
          />
          {asksPassword ? (
            <PasswordInput
              label="Current password"
              description="Needed for any change here"
              name="currentPassword"
              autoComplete="current-password"
              required
              withAsterisk={false}
            />
          ) : (
            <input type="hidden" name="currentPassword" value="" />
          )}
        </SimpleGrid>
        <Group gap="sm">
          <Button type="submit" loading={isPending}>
            Save
          </Button>
          <FormMessage state={state} />
        </Group>
      </Stack>
    </form>
  )
}
