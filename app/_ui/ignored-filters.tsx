import { Alert } from '@mantine/core'

/** Says which parameters of the address were not understood, so that nobody takes the list for a filtered one. */
export function IgnoredFilters({ names }: { names: readonly string[] }) {
  if (!names.length) return null
  return (
    <Alert color="yellow" variant="light" mb="md" title="Part of this address was not understood">
      Left out: {names.join(', ')}. What is shown is not filtered by it.
    </Alert>
  )
}
