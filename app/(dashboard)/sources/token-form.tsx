'use client'

import { Alert, Button, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useActionState, useId, useState } from 'react'
import { CopyCommand } from '#app/_ui/copy-command.tsx'
import { FormMessage } from '#app/_ui/form-message.tsx'
import { createTokenAction } from './create-token.ts'

const KINDS = [
  { value: 'ingest', label: 'Send results of one source' },
  { value: 'read', label: 'Read through the API' },
  { value: 'metrics', label: 'Scrape /metrics' },
]
const DAYS = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
]

/** Makes a token and shows its text, once. */
export function TokenForm({ sources }: { sources: string[] }) {
  const [state, act, isPending] = useActionState(createTokenAction, {})
  const [kind, setKind] = useState('ingest')
  const listId = useId()
  return (
    <form action={act}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="sm">
          <TextInput
            label="Name"
            name="name"
            required
            withAsterisk={false}
            placeholder="CI of payments"
            maxLength={100}
          />
          <NativeSelect
            label="May"
            name="kind"
            data={KINDS}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value)}
          />
          <TextInput
            label="Source"
            name="source"
            list={listId}
            required={kind === 'ingest'}
            disabled={kind !== 'ingest'}
            withAsterisk={false}
            placeholder={kind === 'ingest' ? 'payments-api' : 'every source'}
            autoComplete="off"
            maxLength={200}
          />
          <NativeSelect label="Works for" name="days" data={DAYS} defaultValue="90" />
        </SimpleGrid>
        {kind !== 'ingest' && <input type="hidden" name="source" value="" />}
        <datalist id={listId}>
          {sources.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Group gap="sm">
          <Button type="submit" loading={isPending}>
            Make the token
          </Button>
          <FormMessage state={state} />
        </Group>
        {state.token && (
          <Alert color="green" variant="light" title={`The token "${state.name}" was made`} role="status">
            <Text size="sm" mb={6}>
              Copy it now: only its hash is kept, and it is not shown again.
            </Text>
            <CopyCommand command={state.token} label="Copy the token" />
          </Alert>
        )}
      </Stack>
    </form>
  )
}
