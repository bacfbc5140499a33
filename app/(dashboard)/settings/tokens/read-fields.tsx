'use client'

import { NativeSelect, SimpleGrid } from '@mantine/core'
import { useState } from 'react'
import { ManySelect } from '#app/_ui/many-select.tsx'
import { ROLE_NAME } from '#app/_ui/role-words.ts'

type Option = { value: string; label: string }
export type ReadOptions = { teams: Option[]; sources: Option[]; environments: string[] }

const ROLES = ['officer', 'member', 'admin'] as const

/** What a read token sees: what somebody of this role and these limits would. */
export function ReadFields({ options }: { options: ReadOptions }) {
  const [role, setRole] = useState('officer')
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="sm">
      <NativeSelect
        label="Sees as"
        name="role"
        value={role}
        onChange={({ currentTarget }) => setRole(currentTarget.value)}
        data={ROLES.map((value) => ({ value, label: ROLE_NAME[value] }))}
      />
      <ManySelect
        label={role === 'member' ? 'Teams' : 'Only these teams'}
        name="teams"
        data={options.teams}
        placeholder={role === 'member' ? 'Choose at least one' : 'All of them'}
      />
      <ManySelect
        label="Only these environments"
        name="environments"
        data={options.environments}
        placeholder="All of them"
      />
      <ManySelect label="Only these sources" name="sources" data={options.sources} placeholder="All of them" />
    </SimpleGrid>
  )
}
