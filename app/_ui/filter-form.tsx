import { Button, Group } from '@mantine/core'
import Form from 'next/form'
import type { ReactNode } from 'react'
import type { Href } from './href.ts'
import { ButtonLink } from './link.tsx'

type Props = {
  /** The page itself: the URL is the state. */
  action: Href
  children: ReactNode
  /** True when a filter is set, so that it can be cleared. */
  isFiltered: boolean
  submit?: string
}

/** Filters as a plain GET form: it works without scripts, and the address can be kept and sent. */
export function FilterForm({ action, children, isFiltered, submit = 'Apply' }: Props) {
  return (
    <Form action={action} className="no-print" role="search">
      <Group align="flex-end" gap="sm" mb="md">
        {children}
        <Group gap="xs">
          <Button type="submit">{submit}</Button>
          {isFiltered && <ButtonLink href={action}>Clear</ButtonLink>}
        </Group>
      </Group>
    </Form>
  )
}
