'use client'

import { Button, type ButtonProps, Group, Popover, PopoverDropdown, PopoverTarget, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useActionState } from 'react'
import type { FormState } from '#app/_server/form-state.ts'
import { FormMessage } from './form-message.tsx'

type Props = {
  action: (before: FormState, form: FormData) => Promise<FormState>
  /** Sent with the form: which thing it is about. */
  fields: Record<string, string | number>
  label: string
  /** Names the thing, for those who hear the button alone: "Revoke CI of payments". */
  describedAs: string
  /** What follows from it. */
  question: string
} & Pick<ButtonProps, 'size' | 'variant' | 'color'>

/** A button for what cannot be taken back: it asks once more, and says what will follow. */
export function ConfirmButton({ action, fields, label, describedAs, question, ...look }: Props) {
  const [isOpen, asking] = useDisclosure()
  const [state, act, isPending] = useActionState(action, {})
  return (
    <Popover
      opened={isOpen}
      onChange={(opened) => (opened ? asking.open() : asking.close())}
      width={280}
      position="bottom-end"
      trapFocus
      withArrow
    >
      <PopoverTarget>
        <Button size="compact-xs" variant="default" {...look} onClick={asking.toggle} aria-label={describedAs}>
          {label}
        </Button>
      </PopoverTarget>
      <PopoverDropdown aria-label={describedAs}>
        <form action={act}>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Text size="sm" mb="sm" style={{ whiteSpace: 'normal' }}>
            {question}
          </Text>
          <Group gap="xs">
            <Button type="submit" size="compact-sm" color="red" loading={isPending}>
              {label}
            </Button>
            <Button size="compact-sm" variant="default" onClick={asking.close}>
              Cancel
            </Button>
          </Group>
          <FormMessage state={state} />
        </form>
      </PopoverDropdown>
    </Popover>
  )
}
