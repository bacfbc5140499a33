import { Text } from '@mantine/core'
import { Facts } from '#app/_ui/facts.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import type { Finding } from '#lib/queries/get-finding.ts'
import type { FindingException } from '#lib/queries/list-finding-exceptions.ts'

type Props = { exceptions: readonly FindingException[]; finding: Finding; now: Date }

/** What covers an excepted finding. An open one has no exception, so the section is not there. */
export function ExceptionsSection({ exceptions, finding, now }: Props) {
  if (finding.state !== 'excepted') return null
  const stated = new Set(exceptions.map(({ calledAs }) => calledAs))
  const loose = finding.exceptions.filter((name) => !stated.has(name))
  return (
    <Section id="exceptions" title="Covered by">
      {exceptions.map((exception) => (
        <div key={exception.id} style={{ marginBottom: '0.5rem' }}>
          <TextLink href={`/exceptions?q=${encodeURIComponent(exception.name)}`} fw={550}>
            {exception.namespace ? `${exception.namespace}/${exception.name}` : exception.name}
          </TextLink>{' '}
          {exception.expiresAt && exception.expiresAt <= now && (
            <ToneBadge tone="bad">expired, still honoured</ToneBadge>
          )}
          <Facts
            facts={[
              ['Reason', exception.reason ?? 'none given'],
              ['Approved by', exception.approver ?? 'nobody named'],
              [
                'Expires',
                <Freshness
                  key="expires"
                  at={exception.expiresAt}
                  now={now}
                  show="both"
                  none="never: it has no expiry"
                />,
              ],
            ]}
          />
        </div>
      ))}
      {loose.length > 0 && (
        <Text>
          Reports name {loose.join(', ')}, which no source states: see the{' '}
          <TextLink href="/exceptions?mark=unregistered">exceptions named in reports only</TextLink>.
        </Text>
      )}
      {finding.exceptions.length === 0 && <Text c="dimmed">The report does not name the exception.</Text>}
    </Section>
  )
}
