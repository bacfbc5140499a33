import { Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import type { Control } from '#lib/queries/get-control.ts'
import type { ControlException } from '#lib/queries/list-control-exceptions.ts'

type Props = { exceptions: readonly ControlException[]; control: Control; environment: string; now: Date }

export function ExceptionsSection({ exceptions, control, environment, now }: Props) {
  return (
    <Section
      id="exceptions"
      title="Exceptions in force now"
      flush
      description={`In ${environment}, on results of its checks`}
    >
      <DataTable
        caption="Exceptions in force"
        rows={exceptions}
        rowKey={({ source, name }) => `${source} ${name}`}
        empty={
          <Text px="md" pb="sm" c="dimmed">
            None covers a result of its checks.
          </Text>
        }
        columns={[
          {
            key: 'name',
            header: 'Exception',
            isRowHeader: true,
            cell: ({ name, source }) => (
              <>
                {name ? <TextLink href={`/exceptions?q=${encodeURIComponent(name)}`}>{name}</TextLink> : 'not named'}
                <Text size="xs" c="dimmed">
                  {source}
                </Text>
              </>
            ),
          },
          {
            key: 'expires',
            header: 'Expires',
            cell: ({ expiresAt, isRegistered }) => (
              <Expiry expiresAt={expiresAt} isRegistered={isRegistered} now={now} />
            ),
          },
          {
            key: 'covered',
            header: 'Covers',
            align: 'end',
            cell: ({ covered, source }) => (
              <NumberLink
                value={covered}
                href={findingsHref({ state: 'excepted', source, framework: control.framework, control: control.id })}
                label="results covered"
              />
            ),
          },
        ]}
      />
    </Section>
  )
}

function Expiry({ expiresAt, isRegistered, now }: { expiresAt: Date | null; isRegistered: boolean; now: Date }) {
  if (!isRegistered) return <ToneBadge tone="note">named in reports only</ToneBadge>
  if (!expiresAt) return <ToneBadge tone="caution">no expiry</ToneBadge>
  if (expiresAt <= now) return <ToneBadge tone="bad">expired, still honoured</ToneBadge>
  return <Freshness at={expiresAt} now={now} show="day" />
}
