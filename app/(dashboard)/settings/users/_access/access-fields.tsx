'use client'

import { NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { TextLink } from '#app/_ui/link.tsx'
import { ManySelect } from '#app/_ui/many-select.tsx'
import { ROLE_MEANING, ROLE_NAME } from '#app/_ui/role-words.ts'
import { isRole, ROLES } from '#lib/domain/role.ts'
import type { UserAccess } from '#lib/domain/user-access.ts'
import type { AccessOptions } from './access-options.ts'

const NEW: UserAccess = { role: 'member', limits: {}, teams: [], auditId: null }
const asText = (list: readonly (number | string)[] | undefined) => list?.map(String) ?? []

/** What somebody may see and do: the role, and then whatever that role is given. */
export function AccessFields({ options, access = NEW }: { options: AccessOptions; access?: UserAccess }) {
  const [role, setRole] = useState(access.role)
  const isLimited = role === 'officer' || (role === 'member' && Object.keys(access.limits).length > 0)
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <NativeSelect
          label="Role"
          name="role"
          value={role}
          onChange={({ currentTarget }) => isRole(currentTarget.value) && setRole(currentTarget.value)}
          data={ROLES.map((value) => ({ value, label: ROLE_NAME[value] }))}
          description={ROLE_MEANING[role]}
          inputWrapperOrder={['label', 'input', 'description']}
        />
        {role === 'member' && (
          <ManySelect
            label="Teams"
            name="teams"
            data={options.teams}
            defaultValue={asText(access.teams)}
            placeholder="None: sees nothing yet"
          />
        )}
        {role === 'auditor' && options.audits.length > 0 && (
          <NativeSelect label="Audit" name="audit" data={options.audits} defaultValue={access.auditId ?? undefined} />
        )}
      </SimpleGrid>
      {role === 'auditor' && !options.audits.length && (
        <Text size="sm" className="prose">
          There is no audit to look at. <TextLink href="/audits#create">Create one first</TextLink>, then invite its
          people.
        </Text>
      )}
      {isLimited && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <ManySelect
            label="Only these environments"
            name="environments"
            data={options.environments}
            defaultValue={asText(access.limits.environments)}
            placeholder="All of them"
          />
          <ManySelect
            label="Only these sources"
            name="sources"
            data={options.sources}
            defaultValue={asText(access.limits.sources)}
            placeholder="All of them"
          />
        </SimpleGrid>
      )}
    </Stack>
  )
}
