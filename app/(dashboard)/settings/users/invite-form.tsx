'use client'

import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { type ReactNode, useActionState } from 'react'
import { FormMessage } from '#app/_ui/form-message.tsx'
import { MadeLink } from './_access/made-link.tsx'
import { inviteUserAction } from './invite-user.ts'

/** Invites somebody. `children` are the fields that say to what; they begin anew with the next person. */
export function InviteForm({ children, submit }: { children: ReactNode; submit: string }) {
  const [state, act, isPending] = useActionState(inviteUserAction, {})
  return (
    <form action={act}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput
            label="Name"
            name="name"
            defaultValue={state.given?.name ?? ''}
            required
            withAsterisk={false}
            maxLength={100}
            autoComplete="off"
          />
          <TextInput
            label="E-mail"
            name="email"
            type="email"
            defaultValue={state.given?.email ?? ''}
            required
            withAsterisk={false}
            maxLength={200}
            autoComplete="off"
          />
        </SimpleGrid>
        <div key={state.made?.id}>{children}</div>
        <Group gap="sm">
          <Button type="submit" loading={isPending}>
            {submit}
          </Button>
          <FormMessage state={state} />
        </Group>
        {state.made && <MadeLink link={state.made.link} name={state.made.name} />}
      </Stack>
    </form>
  )
}
