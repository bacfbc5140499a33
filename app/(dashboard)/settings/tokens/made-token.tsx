'use client'

import { Alert, Text } from '@mantine/core'
import { CopyCommand } from '#app/_ui/copy-command.tsx'

/** The text of a new token, shown this once, and a line that uses it. */
export function MadeToken({ made }: { made: { name: string; token: string; command: string } }) {
  return (
    <Alert color="green" variant="light" title={`The token "${made.name}" was made`} role="status">
      <Text size="sm" mb={6}>
        Copy it now: only its hash is kept, and it is not shown again. Keep it where secrets are kept, as{' '}
        <code>MUNIMENT_TOKEN</code>.
      </Text>
      <CopyCommand command={made.token} label="Copy the token" />
      <Text size="sm" mt="sm" mb={6}>
        Use it like this:
      </Text>
      <CopyCommand command={made.command} label="Copy the line that uses it" />
    </Alert>
  )
}
