'use client'

import { Autocomplete, Button, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useActionState, useState } from 'react'
import { FormMessage } from '#app/_ui/form-message.tsx'
import { DEFAULT_ISSUER, TRUST_KINDS, type TrustKind } from '#lib/domain/trust-rule.ts'
import { addRuleAction } from './rule-actions.ts'
import { ConditionFields, RepositoryFields } from './rule-fields.tsx'
import { TRUST_NAME } from './rule-words.ts'

type Props = { sources: string[]; audience: string; source: string | undefined }

/** Trusts the jobs of one repository with one source. */
export function RuleForm({ sources, audience, source }: Props) {
  const [state, act, isPending] = useActionState(addRuleAction, {})
  const [kind, setKind] = useState<TrustKind>('github')
  return (
    // After a refusal everything stays as it was filled in; React would empty the form.
    <form action={act} onReset={(event) => event.preventDefault()}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <NativeSelect
            label="Pipelines of"
            name="kind"
            value={kind}
            onChange={({ currentTarget }) => setKind(currentTarget.value === 'gitlab' ? 'gitlab' : 'github')}
            data={TRUST_KINDS.map((value) => ({ value, label: TRUST_NAME[value] }))}
          />
          <Autocomplete
            label="Source"
            name="source"
            required
            withAsterisk={false}
            data={sources}
            limit={20}
            placeholder="A new name makes a pipeline"
            defaultValue={source ?? ''}
            maxLength={200}
          />
        </SimpleGrid>
        <RepositoryFields key={`repository ${kind}`} kind={kind} />
        <ConditionFields key={`conditions ${kind}`} kind={kind} />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput
            key={`issuer ${kind}`}
            label="Issuer"
            name="issuer"
            type="url"
            description="Change it for a server of your own"
            defaultValue={DEFAULT_ISSUER[kind]}
            required
            withAsterisk={false}
            maxLength={300}
          />
          <TextInput
            label="Audience"
            name="audience"
            description="What the job asks its token for"
            defaultValue={audience}
            required
            withAsterisk={false}
            maxLength={300}
          />
        </SimpleGrid>
        <Group gap="sm">
          <Button type="submit" loading={isPending}>
            Trust it
          </Button>
          <FormMessage state={state} />
        </Group>
      </Stack>
    </form>
  )
}
