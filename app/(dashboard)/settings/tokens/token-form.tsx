'use client'

import { Autocomplete, Button, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useActionState, useState } from 'react'
import { FormMessage } from '#app/_ui/form-message.tsx'
import { TOKEN_KINDS } from '#lib/domain/token-kinds.ts'
import { MadeToken } from './made-token.tsx'
import { ReadFields, type ReadOptions } from './read-fields.tsx'
import { createTokenAction } from './token-actions.ts'
import { KIND_NAME } from './token-words.ts'

const DAYS = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '180', label: '180 days' },
  { value: '366', label: 'a year' },
]

type Props = { options: ReadOptions; source: string | undefined }

/** Makes a token and shows its text, once. It asks only what the kind of token needs. */
export function TokenForm({ options, source }: Props) {
  const [state, act, isPending] = useActionState(createTokenAction, {})
  const [kind, setKind] = useState('ingest')
  return (
    // After a refusal everything stays as it was filled in; React would empty the form.
    <form action={act} onReset={(event) => event.preventDefault()}>
      <Stack gap="sm">
        <SimpleGrid key={state.made?.id} cols={{ base: 1, sm: 2, lg: 4 }} spacing="sm">
          <NativeSelect
            label="For"
            name="kind"
            data={TOKEN_KINDS.map((value) => ({ value, label: KIND_NAME[value] }))}
            value={kind}
            onChange={({ currentTarget }) => setKind(currentTarget.value)}
          />
          <TextInput
            label="Name"
            name="name"
            required
            withAsterisk={false}
            placeholder={kind === 'ingest' ? 'CI of payments' : kind === 'read' ? 'GRC tool' : 'Prometheus'}
            maxLength={100}
            autoComplete="off"
          />
          {kind === 'ingest' && (
            <Autocomplete
              label="Source"
              name="source"
              required
              withAsterisk={false}
              data={options.sources.map(({ label }) => label)}
              limit={20}
              placeholder="A new name makes a pipeline"
              defaultValue={source ?? ''}
              maxLength={200}
            />
          )}
          <NativeSelect label="Works for" name="days" data={DAYS} defaultValue="90" />
        </SimpleGrid>
        {kind === 'read' && <ReadFields key={`read ${state.made?.id}`} options={options} />}
        <Group gap="sm">
          <Button type="submit" loading={isPending}>
            Make the token
          </Button>
          <FormMessage state={state} />
        </Group>
        {state.made && <MadeToken made={state.made} />}
      </Stack>
    </form>
  )
}
