'use client'

import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useActionState, useState } from 'react'
import { FormMessage } from '#app/_ui/form-message.tsx'
import { makeBundle } from './make-bundle.ts'
import type { Month } from './prepare-months.ts'

/** Stands for days of one's own in the list of months. */
const DAYS = 'days'

export function RequestForm({ months, today }: { months: readonly Month[]; today: string }) {
  const [state, act, isPending] = useActionState(makeBundle, {})
  const [month, setMonth] = useState(months[0]?.value ?? DAYS)
  return (
    <form action={act}>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label="Period"
          name="month"
          value={month}
          onChange={(event) => setMonth(event.currentTarget.value)}
          data={[...months, { value: DAYS, label: 'Other days' }]}
          w={{ base: '100%', xs: 220 }}
        />
        {month === DAYS && (
          <>
            <TextInput label="First day" name="first" type="date" max={today} required withAsterisk={false} />
            <TextInput label="Last day, included" name="last" type="date" required withAsterisk={false} />
          </>
        )}
        <Button type="submit" loading={isPending}>
          Make it
        </Button>
        <FormMessage state={state} />
      </Group>
    </form>
  )
}
