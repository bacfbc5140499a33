'use client'

import { Button, Code, Stack, Text, Title } from '@mantine/core'

/** What went wrong stays in the server's log; the page gives the number to find it by. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined
  return (
    <Stack component="main" align="center" ta="center" gap="sm" py="4rem" px="md">
      <Title order={1}>This page could not be shown</Title>
      <Text c="dimmed" maw="32rem">
        Nothing was changed. The cause is in the server's log
        {digest && (
          <>
            {' '}
            under <Code>{digest}</Code>
          </>
        )}
        .
      </Text>
      <Button onClick={retry}>Try again</Button>
    </Stack>
  )
}
