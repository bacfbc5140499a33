'use client'

import { Button, Checkbox, CheckboxGroup, Group, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useActionState } from 'react'
import type { FormState } from '#app/_server/form-state.ts'
import { FormMessage } from '#app/_ui/form-message.tsx'
import { ManySelect } from '#app/_ui/many-select.tsx'
import type { AuditPlan } from '#lib/domain/audit-plan.ts'
import type { PlanOptions } from './plan-options.ts'

type Props = {
  action: (before: FormState, form: FormData) => Promise<FormState>
  options: PlanOptions
  plan: AuditPlan
  /** The audit that is changed; absent for a new one. */
  id?: string
  submit: string
}

/** What the auditors of an audit may look at, and until when. A refusal leaves the fields as they were filled in. */
export function PlanForm({ action, options, plan, id, submit }: Props) {
  const [state, act, isPending] = useActionState(
    async (before: FormState & { form?: FormData }, form: FormData): Promise<FormState & { form?: FormData }> => ({
      ...(await action(before, form)),
      form,
    }),
    {},
  )
  const given = (name: 'name' | 'from' | 'to' | 'expiresOn') => {
    const value = state.error ? state.form?.get(name) : undefined
    return typeof value === 'string' ? value : plan[name]
  }
  const field = (name: 'name' | 'from' | 'to' | 'expiresOn') => ({
    name,
    defaultValue: given(name),
    required: true,
    withAsterisk: false,
  })
  return (
    <form action={act}>
      {id !== undefined && <input type="hidden" name="id" value={id} />}
      <Stack gap="sm">
        <TextInput
          label="Name"
          {...field('name')}
          maxLength={100}
          placeholder="SOC 2 Type II, 2026"
          autoComplete="off"
        />
        <CheckboxGroup label="Frameworks" defaultValue={plan.frameworks}>
          <Group gap="md" mt={4}>
            {options.frameworks.map(({ value, label }) => (
              <Checkbox key={value} name="frameworks" value={value} label={label} />
            ))}
          </Group>
        </CheckboxGroup>
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <TextInput label="Window from" type="date" {...field('from')} />
          <TextInput
            label="to"
            description="This day included"
            type="date"
            {...field('to')}
            inputWrapperOrder={ORDER}
          />
          <TextInput
            label="Access until"
            description="The last day for its auditors"
            type="date"
            {...field('expiresOn')}
            inputWrapperOrder={ORDER}
          />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <ManySelect
            label="Only these environments"
            name="environments"
            data={options.environments}
            defaultValue={plan.environments ?? []}
            placeholder="All of them"
          />
          <ManySelect
            label="Only these sources"
            name="sources"
            data={options.sources}
            defaultValue={plan.sources?.map(String) ?? []}
            placeholder="All of them"
          />
        </SimpleGrid>
        <Group gap="sm">
          <Button type="submit" loading={isPending}>
            {submit}
          </Button>
          <FormMessage state={state} />
        </Group>
      </Stack>
    </form>
  )
}

const ORDER: ('label' | 'input' | 'description')[] = ['label', 'input', 'description']
