'use client'

import { Button, Group, Stack } from '@mantine/core'
import { useActionState } from 'react'
import { FormMessage } from '#app/_ui/form-message.tsx'
import type { UserAccess } from '#lib/domain/user-access.ts'
import { AccessFields } from '../_access/access-fields.tsx'
import type { AccessOptions } from '../_access/access-options.ts'
import { setAccessAction } from './user-actions.ts'

/** Changes what a user may see and do. */
export function AccessForm({ id, access, options }: { id: string; access: UserAccess; options: AccessOptions }) {
  const [state, act, isPending] = useActionState(setAccessAction, {})
  return (
    <form action={act}>
      <input type="hidden" name="id" value={id} />
      <Stack gap="sm">
        <AccessFields options={options} access={access} />
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
