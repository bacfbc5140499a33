'use client'

import { Button, Group, MultiSelect, NativeSelect, Paper, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useActionState, useState } from 'react'
import { FormMessage } from '#app/_ui/form-message.tsx'
import { ROLE_NAME } from '#app/_ui/role-words.ts'
import type { GroupRule } from '#lib/domain/identity-provider.ts'
import { saveGroupRules } from '../provider-actions.ts'

type Line = GroupRule & { key: number }
type Props = { id: string; rules: GroupRule[]; teams: { value: string; label: string }[] }

const ROLES: GroupRule['role'][] = ['admin', 'officer', 'member']

/** The rules in their order; nothing counts before it is saved. */
export function GroupRulesForm({ id, rules, teams }: Props) {
  const [state, act, isPending] = useActionState(saveGroupRules, {})
  const [lines, setLines] = useState<Line[]>(() => rules.map((rule, key) => ({ ...rule, key })))
  const change = (key: number, changes: Partial<GroupRule>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...changes } : line)))
  const move = (n: number, by: -1 | 1) => setLines(lines.with(n, lines[n + by] as Line).with(n + by, lines[n] as Line))
  const add = () =>
    setLines([
      ...lines,
      { key: Math.max(-1, ...lines.map(({ key }) => key)) + 1, group: '', role: 'member', teams: [] },
    ])
  return (
    <form action={act}>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="rules" value={JSON.stringify(lines.map(({ key: _key, ...rule }) => rule))} />
      <Stack gap="sm">
        {!lines.length && (
          <Text size="sm" c="dimmed">
            No rule yet, so that nobody is let in. Add one for each group that may look at Muniment.
          </Text>
        )}
        {lines.map((line, n) => (
          <Paper key={line.key} withBorder p="sm" component="fieldset" aria-label={`Rule ${n + 1}`}>
            <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
              <TextInput
                label="Group"
                value={line.group}
                onChange={({ currentTarget }) => change(line.key, { group: currentTarget.value })}
                required
                withAsterisk={false}
                maxLength={300}
              />
              <NativeSelect
                label="Role"
                value={line.role}
                onChange={({ currentTarget }) =>
                  change(line.key, { role: ROLES.find((role) => role === currentTarget.value) ?? 'member' })
                }
                data={ROLES.map((value) => ({ value, label: ROLE_NAME[value] }))}
              />
              {line.role === 'member' && (
                <MultiSelect
                  label="Teams"
                  data={teams}
                  value={line.teams.map(String)}
                  onChange={(chosen) => change(line.key, { teams: chosen.map(Number) })}
                  searchable
                  clearable
                />
              )}
            </SimpleGrid>
            <Group gap="xs" mt="xs">
              <Button size="compact-xs" variant="default" disabled={n === 0} onClick={() => move(n, -1)}>
                Earlier
              </Button>
              <Button size="compact-xs" variant="default" disabled={n === lines.length - 1} onClick={() => move(n, 1)}>
                Later
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => setLines(lines.filter(({ key }) => key !== line.key))}
              >
                Take out
              </Button>
            </Group>
          </Paper>
        ))}
        <Group gap="sm">
          <Button variant="default" onClick={add}>
            Add a rule
          </Button>
          <Button type="submit" loading={isPending}>
            Save the rules
          </Button>
          <FormMessage state={state} />
        </Group>
      </Stack>
    </form>
  )
}
