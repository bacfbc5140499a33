'use client'

import { Button, Group } from '@mantine/core'
import { useActionState } from 'react'
import { FormMessage } from '#app/_ui/form-message.tsx'
import { ButtonLink } from '#app/_ui/link.tsx'
import { makeAuditBundleAction } from '../audit-actions.ts'

/** Asks for the bundle of an audit. */
export function BundleForm({ id }: { id: string }) {
  const [state, act, isPending] = useActionState(makeAuditBundleAction, {})
  return (
    <form action={act}>
      <input type="hidden" name="id" value={id} />
      <Group gap="sm">
        <Button type="submit" variant="default" loading={isPending}>
          Make its bundle
        </Button>
        <ButtonLink href="/evidence">See the bundles</ButtonLink>
        <FormMessage state={state} />
      </Group>
    </form>
  )
}
