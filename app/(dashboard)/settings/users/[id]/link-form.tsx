'use client'

import { Button, Group, Stack } from '@mantine/core'
import { useActionState } from 'react'
import { FormMessage } from '#app/_ui/form-message.tsx'
import { MadeLink } from '../_access/made-link.tsx'
import { makeLinkAction } from './user-actions.ts'

/** Makes a one-time link for a user and shows it, once. */
export function LinkForm({ id, name }: { id: string; name: string }) {
  const [state, act, isPending] = useActionState(makeLinkAction, {})
  return (
    <form action={act}>
      <input type="hidden" name="id" value={id} />
      <Stack gap="sm">
        <Group gap="sm">
          <Button type="submit" variant="default" loading={isPending}>
            Make a link
          </Button>
          <FormMessage state={state} />
        </Group>
        {state.link && <MadeLink link={state.link} name={name} />}
      </Stack>
    </form>
  )
}
