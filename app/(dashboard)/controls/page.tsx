import { Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { CompletenessNotice } from '#app/_ui/completeness-notice.tsx'
import { controlStateWords } from '#app/_ui/control-state-words.ts'
import { type Column, DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Section } from '#app/_ui/section.tsx'
import { ShareBar } from '#app/_ui/share-bar.tsx'
import type { ControlState } from '#lib/controls/control-state.ts'
import { type FrameworkSummary, listFrameworks } from '#lib/queries/list-frameworks.ts'
import { listUnsureFeeds } from '#lib/queries/list-unsure-feeds.ts'
import { controlHref } from './control-href.ts'
import { ControlSearch } from './control-search.ts'
import { PlaceForm } from './place-form.tsx'
import { resolvePlace } from './resolve-place.ts'
import { StateDayNote } from './state-day-note.tsx'

export const metadata: Metadata = { title: 'Controls' }

const COUNTED: [ControlState, header: string][] = [
  ['fail', 'Not satisfied'],
  ['partial', 'Partly'],
  ['not_assessed', 'Not assessed'],
  ['pass', 'Satisfied'],
]

export default async function ControlsPage({ searchParams }: PageProps<'/controls'>) {
  const { scope } = await requireViewer()
  const { search, ignored } = parseSearch(ControlSearch, await searchParams)
  const { framework, ...rest } = search
  if (framework) redirect(controlHref({ framework }, rest))

  const [db, at] = [getDb(), now()]
  const place = await resolvePlace(scope, search, at)
  const { environment, stateDay, isHidden } = place
  const params = { environment, asOf: search.asOf }
  const [frameworks, unsure] = await Promise.all([
    listFrameworks(db, scope, { environment, day: stateDay?.day }),
    listUnsureFeeds(db, scope, { environment }, at),
  ])
  const columns: Column<FrameworkSummary>[] = [
    {
      key: 'framework',
      header: 'Framework',
      isRowHeader: true,
      wide: true,
      cell: (row) => (
        <>
          <TextLink href={controlHref({ framework: row.id }, params)} fw={600} fz="sm">
            {row.title}
          </TextLink>
          <Text size="xs" c="dimmed">
            {row.version}
          </Text>
        </>
      ),
    },
    {
      key: 'coverage',
      header: 'Coverage',
      width: '17%',
      cell: ({ coverage }) => (
        <ShareBar {...coverage} tone="link">
          {coverage.numerator} of {coverage.denominator} in scope
        </ShareBar>
      ),
    },
    {
      key: 'conformance',
      header: 'Conformance',
      width: '17%',
      cell: ({ conformance }) => (
        <ShareBar {...conformance} tone="good">
          {conformance.numerator} of {conformance.denominator} assessed
          {conformance.withExceptions > 0 && `, ${conformance.withExceptions} with exceptions`}
        </ShareBar>
      ),
    },
    ...COUNTED.map(
      ([state, header]): Column<FrameworkSummary> => ({
        key: state,
        header,
        align: 'end',
        cell: (row) => (
          <NumberLink
            value={row.counts[state] ?? 0}
            href={controlHref({ framework: row.id }, { ...params, state })}
            label={`controls of ${row.title} ${controlStateWords(state)}`}
          />
        ),
      }),
    ),
  ]

  return (
    <>
      <PageHeader
        title="Controls"
        description="What the results say of each framework, in one environment, on one day. A result supports a control; it does not fulfil it."
      />
      <IgnoredFilters names={[...ignored, ...place.ignored]} />
      {place.asOf === place.today && <CompletenessNotice feeds={unsure} now={at} />}
      <PlaceForm action="/controls" place={place} />
      <StateDayNote place={place} now={at} />
      <Stack gap="md">
        <Section
          id="frameworks"
          title="Frameworks"
          flush
          description={
            isHidden
              ? undefined
              : 'Coverage is assessed ÷ in scope, conformance is satisfied ÷ assessed. They belong together: neither is a score, and what is not assessed is never satisfied.'
          }
        >
          <DataTable
            caption={isHidden ? 'Frameworks' : `Frameworks in ${environment}`}
            columns={isHidden ? columns.slice(0, 1) : columns}
            rows={frameworks}
            rowKey={(row) => row.id}
            empty={<EmptyState title="No catalogue is loaded">The start loads five; look at its messages.</EmptyState>}
          />
        </Section>
        <Section id="notices" title="What the catalogues are">
          {frameworks.map(({ id, title, licenceNote }) => (
            <Text key={id} size="xs" c="dimmed" mb={4}>
              <strong>{title}.</strong> {licenceNote}
            </Text>
          ))}
        </Section>
      </Stack>
    </>
  )
}
