import { Group, Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { ShareBar } from '#app/_ui/share-bar.tsx'
import type { ControlState } from '#lib/controls/control-state.ts'
import type { StateDay } from '#lib/queries/get-state-day.ts'
import type { Environment } from '#lib/queries/list-environments.ts'
import type { FrameworkSummary } from '#lib/queries/list-frameworks.ts'
import { controlHref } from '../controls/control-href.ts'

type Props = {
  frameworks: FrameworkSummary[]
  environment: string
  environments: Environment[]
  stateDay: StateDay | undefined
  now: Date
}

/** Coverage and conformance, always side by side and each with what it is a share of. */
export function FrameworksSection({ frameworks, environment, environments, stateDay, now }: Props) {
  const count = (row: FrameworkSummary, state: ControlState, label: string) => (
    <NumberLink
      value={row.counts[state] ?? 0}
      href={controlHref({ framework: row.id }, { environment, state })}
      label={`${label} controls of ${row.title}`}
    />
  )
  return (
    <Section
      id="frameworks"
      title="Frameworks"
      flush
      description={
        <>
          Conformance is satisfied ÷ assessed controls; coverage is assessed ÷ controls in scope. Unknown is never
          satisfied.{' '}
          {stateDay ? (
            <>
              States of {environment}, derived <Freshness at={stateDay.computedAt} now={now} />.
            </>
          ) : (
            <>No states have been derived for {environment} yet.</>
          )}
        </>
      }
      actions={
        environments.length > 1 ? (
          <Group component="nav" aria-label="Environment" gap="xs" className="no-print">
            {environments.map(({ environment: name }) =>
              name === environment ? (
                <Text key={name} size="xs" fw={600} aria-current="true">
                  {name}
                </Text>
              ) : (
                <TextLink key={name} href={`/?environment=${encodeURIComponent(name)}#frameworks`} fz="xs">
                  {name}
                </TextLink>
              ),
            )}
          </Group>
        ) : undefined
      }
    >
      <DataTable
        caption={`Conformance and coverage by framework in ${environment}`}
        rows={frameworks}
        rowKey={(row) => row.id}
        empty={<EmptyState title="No catalogue is loaded">The start loads five; look at its messages.</EmptyState>}
        columns={[
          {
            key: 'framework',
            header: 'Framework',
            isRowHeader: true,
            wide: true,
            cell: (row) => (
              <TextLink href={controlHref({ framework: row.id }, { environment })} fw={550}>
                {row.title}
              </TextLink>
            ),
          },
          {
            key: 'conformance',
            header: 'Conformance',
            cell: ({ conformance }) => (
              <ShareBar {...conformance} tone="good">
                {conformance.numerator} of {conformance.denominator} assessed
                {conformance.withExceptions > 0 && `, ${conformance.withExceptions} with exceptions`}
              </ShareBar>
            ),
          },
          {
            key: 'coverage',
            header: 'Coverage',
            cell: ({ coverage }) => (
              <ShareBar {...coverage} tone="link">
                {coverage.numerator} of {coverage.denominator} in scope
              </ShareBar>
            ),
          },
          { key: 'fail', header: 'Not satisfied', align: 'end', cell: (row) => count(row, 'fail', 'not satisfied') },
          { key: 'partial', header: 'Partly', align: 'end', cell: (row) => count(row, 'partial', 'partly satisfied') },
          {
            key: 'none',
            header: 'Not assessed',
            align: 'end',
            cell: (row) => count(row, 'not_assessed', 'not assessed'),
          },
        ]}
      />
    </Section>
  )
}
