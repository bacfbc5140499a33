'use client'

import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useActionState, useState } from 'react'
import { FormMessage } from '#app/_ui/form-message.tsx'
import { addRule } from './rule-actions.ts'

const KINDS = [
  { value: 'namespace', label: 'Namespace' },
  { value: 'repository', label: 'Repository' },
  { value: 'label', label: 'Namespace label' },
]
const EXAMPLES: Record<string, string> = {
  namespace: 'payments-* or production/payments-*',
  repository: 'acme/payments-*',
  label: 'cost-centre=42',
}

type Props = { teams: { slug: string; name: string }[] }

/** Adds a rule for one of the teams; with one team alone there is nothing to choose. */
export function AddRuleForm({ teams }: Props) {
  const [state, act, isPending] = useActionState(addRule, {})
  const [kind, setKind] = useState('namespace')
  const [only] = teams.length === 1 ? teams : []
  return (
    <form action={act}>
      <Group align="flex-end" gap="sm">
        {only ? (
          <input type="hidden" name="team" value={only.slug} />
        ) : (
          <NativeSelect label="Team" name="team" data={teams.map(({ slug, name }) => ({ value: slug, label: name }))} />
        )}
        <NativeSelect
          label="By"
          name="kind"
          data={KINDS}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
        <TextInput
          label="Pattern"
          name="pattern"
          placeholder={EXAMPLES[kind] ?? ''}
          required
          withAsterisk={false}
          maxLength={253}
          miw="15rem"
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" loading={isPending}>
          Add the rule
        </Button>
        <FormMessage state={state} />
      </Group>
    </form>
  )
}
