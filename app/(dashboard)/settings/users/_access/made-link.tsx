'use client'

import { Alert, Text } from '@mantine/core'
import { CopyCommand } from '#app/_ui/copy-command.tsx'

/** A one-time link, shown this once, with how to hand it over. */
export function MadeLink({ link, name }: { link: string; name: string }) {
  return (
    <Alert color="green" variant="light" title={`The link for ${name}`} role="status">
      <Text size="sm" mb={6}>
        Copy it now: it is not shown again. It signs {name} in once, within a day, to set a password on the account
        page.
      </Text>
      <CopyCommand command={link} label="Copy the link" />
      <Text size="xs" mt={6}>
        Hand it over where only {name} can read it, best in person or in a direct message. Do not open it yourself, and
        mind that some chats and mail filters open links: then make another one.
      </Text>
    </Alert>
  )
}
