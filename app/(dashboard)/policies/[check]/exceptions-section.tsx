import { Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { checkText } from '#lib/domain/check-text.ts'
import type { CheckFacts } from '#lib/queries/get-check.ts'
import type { CheckException } from '#lib/queries/list-check-exceptions.ts'

type Props = { exceptions: readonly CheckException[]; check: CheckFacts; now: Date }

/** What lets results of it stand. */
export function ExceptionsSection({ exceptions, check, now }: Props) {
  return (
    <Section id="exceptions" title="Exceptions that cover it now" flush>
      <DataTable
        caption="Exceptions that cover results of this check"
        rows={exceptions}
        rowKey={({ source, name }) => `${source} ${name}`}
        empty={<EmptyState title="None">No result of it is excepted.</EmptyState>}
        columns={[
          {
            key: 'name',
            header: 'Exception',
            isRowHeader: true,
            cell: ({ name, source, isRegistered }) => (
              <>
                {name || 'not named'}
                <Text size="xs" c="dimmed">
                  {source}
                  {!isRegistered && ', named by reports only'}
                </Text>
              </>
            ),
          },
          {
            key: 'covers',
            header: 'Covers',
            align: 'end',
            cell: ({ covered, source, name }) => (
              <NumberLink
                value={covered}
                href={findingsHref({ state: 'excepted', check: checkText(check), source })}
                label={`results covered by ${name || 'it'} in ${source}`}
              />
            ),
          },
          { key: 'since', header: 'Since', nowrap: true, cell: ({ since }) => <Freshness at={since} now={now} /> },
          {
            key: 'expires',
            header: 'Expires',
            nowrap: true,
            cell: ({ expiresAt, isRegistered }) =>
              expiresAt ? <Freshness at={expiresAt} now={now} show="day" /> : isRegistered ? 'never' : 'unknown',
          },
        ]}
      />
    </Section>
  )
}
