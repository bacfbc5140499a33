'use client'

import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useActionState } from 'react'
import { signIn } from './sign-in.ts'

export function SignInForm({ next }: { next: string }) {
  const [state, act, isPending] = useActionState(signIn, {})
  return (
    <form action={act}>
      <input type="hidden" name="next" value={next} />
      <Stack gap="sm">
        {state.error && (
          <Alert color="red" variant="light" role="alert">
            {state.error}
          </Alert>
        )}
        <TextInput
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          defaultValue={state.email}
        />
        <PasswordInput label="Password" name="password" autoComplete="current-password" required withAsterisk={false} />
        <Button type="submit" loading={isPending} mt={4}>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}
