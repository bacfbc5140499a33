import { Text } from '@mantine/core'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { NumberLink } from '#app/_ui/number-link.tsx'
import type { OpenBySeverity } from '#lib/queries/get-open-by-severity.ts'

type Props = { open: OpenBySeverity; of?: { team?: string; source?: string } }

/** What the numbers above hold and leave out: errors are open but judged nothing; excepted is neither open nor passing. */
export function BesideOpen({ open, of = {} }: Props) {
  return (
    <Text size="xs" c="dimmed" mt={6} mb="md">
      Of the open ones,{' '}
      <NumberLink value={open.overdue} href={findingsHref({ ...of, due: 'overdue' })} label="overdue findings" />{' '}
      overdue and{' '}
      <NumberLink
        value={open.errors}
        href={findingsHref({ ...of, status: 'error' })}
        label="findings whose check could not be evaluated"
      />{' '}
      could not be evaluated. Not among them:{' '}
      <NumberLink value={open.excepted} href={findingsHref({ ...of, state: 'excepted' })} label="excepted findings" />{' '}
      excepted.
    </Text>
  )
}
