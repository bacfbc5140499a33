'use client'

import { Code, SimpleGrid, TextInput } from '@mantine/core'
import type { TrustKind } from '#lib/domain/trust-rule.ts'

type Props = { kind: TrustKind }

const text = (label: string, name: string) => ({
  label,
  name,
  withAsterisk: false,
  autoComplete: 'off',
})

/** Which repository it is: by numbers, since a name can be given to somebody else. */
export function RepositoryFields({ kind }: Props) {
  const isGitHub = kind === 'github'
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <TextInput
        {...text(isGitHub ? 'Repository id' : 'Project id', 'repositoryId')}
        description={
          isGitHub ? (
            <>
              <Code>{"gh api repos/OWNER/REPO --jq '.id,.owner.id'"}</Code> prints both numbers
            </>
          ) : (
            'On the page of the project, in the menu ⋮ beside its name'
          )
        }
        required
        inputMode="numeric"
        pattern="[0-9]{1,20}"
        maxLength={20}
      />
      <TextInput
        {...text(isGitHub ? 'Owner id' : 'Group id', 'ownerId')}
        description={isGitHub ? 'The second of the two numbers' : 'Optional: the number of its namespace'}
        required={isGitHub}
        inputMode="numeric"
        pattern="[0-9]{1,20}"
        maxLength={20}
      />
    </SimpleGrid>
  )
}

/** What else the run must be. */
export function ConditionFields({ kind }: Props) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
      <TextInput
        {...text('Branch or ref', 'ref')}
        description="Optional; may end in *"
        placeholder="main"
        maxLength={300}
      />
      <TextInput
        {...text('Environment', 'environment')}
        description="Optional; as the job names it"
        placeholder="production"
        maxLength={300}
      />
      <TextInput
        {...text('Workflow', 'workflow')}
        description={kind === 'github' ? 'Optional; the reusable workflow' : 'Optional; the configuration file'}
        placeholder={
          kind === 'github' ? 'OWNER/REPO/.github/workflows/policy.yml' : 'gitlab.com/GROUP/PROJECT//.gitlab-ci.yml'
        }
        maxLength={500}
      />
    </SimpleGrid>
  )
}
