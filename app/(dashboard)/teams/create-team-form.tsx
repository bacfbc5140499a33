'use client'

import { Button, Group, TextInput } from '@mantine/core'
import { useActionState } from 'react'
import { FormMessage } from '#app/_ui/form-message.tsx'
import { createTeamAction } from './create-team.ts'

export function CreateTeamForm() {
  const [state, act, isPending] = useActionState(createTeamAction, {})
  return (
    <form action={act}>
      <Group align="flex-end" gap="sm">
        <TextInput
          label="New team"
          name="name"
          required
          withAsterisk={false}
          maxLength={100}
          placeholder="Payments"
          autoComplete="off"
        />
        <Button type="submit" variant="default" loading={isPending}>
          Create
        </Button>
        <FormMessage state={state} />
      </Group>
    </form>
  )
}
