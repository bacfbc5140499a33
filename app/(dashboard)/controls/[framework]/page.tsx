import { NativeSelect, TextInput } from '@mantine/core'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { CompletenessNotice } from '#app/_ui/completeness-notice.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { ExportLinks } from '#app/_ui/export-links.tsx'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { listControlStates } from '#lib/queries/list-control-states.ts'
import { listFrameworks } from '#lib/queries/list-frameworks.ts'
import { listUnsureFeeds } from '#lib/queries/list-unsure-feeds.ts'
import { controlHref } from '../control-href.ts'
import { ControlSearch } from '../control-search.ts'
import { PlaceForm } from '../place-form.tsx'
import { prepareTree } from '../prepare-tree.ts'
import { resolvePlace } from '../resolve-place.ts'
import { StateDayNote } from '../state-day-note.tsx'
import { FrameworkSummaryCards } from './framework-summary-cards.tsx'
import styles from './page.module.css'
import { SectionIndex } from './section-index.tsx'
import { SectionTable } from './section-table.tsx'

export const metadata: Metadata = { title: 'Controls' }

/** A longer catalogue shows its sections, and the controls of one of them at a time. */
const MOST_ROWS = 400

export default async function FrameworkPage({ params, searchParams }: PageProps<'/controls/[framework]'>) {
  const { scope } = await requireViewer()
  const { search, ignored } = parseSearch(ControlSearch, await searchParams)
  const framework = decodeURIComponent((await params).framework)
  const [db, at] = [getDb(), now()]
  const place = await resolvePlace(scope, search, at)
  const { environment, stateDay } = place
  const [frameworks, controls, unsure] = await Promise.all([
    listFrameworks(db, scope, { environment, day: stateDay?.day }),
    listControlStates(db, scope, { framework, environment, day: stateDay?.day }),
    listUnsureFeeds(db, scope, { environment }, at),
  ])
  const summary = frameworks.find(({ id }) => id === framework)
  if (!summary) notFound()

  const { state, automation, q, section } = search
  const { sections, hidden } = prepareTree(controls, { state, automation, q })
  const filled = sections.filter(({ rows }) => rows.length > 0)
  const rowCount = filled.reduce((sum, { rows }) => sum + rows.length, 0)
  const isLong = rowCount > MOST_ROWS
  const shown = isLong || section ? filled.filter(({ name }) => name === section) : filled
  const isFiltered = state !== undefined || automation !== undefined || q !== undefined || section !== undefined
  const kept = { environment, asOf: search.asOf, state, automation, q, section }

  return (
    <>
      <PageHeader
        parent={<TextLink href={controlHref({}, { environment, asOf: search.asOf })}>Controls</TextLink>}
        title={summary.title}
        description={summary.licenceNote}
        actions={
          <ExportLinks
            path="/api/v1/controls"
            search={
              new URLSearchParams(
                Object.entries({ framework, ...kept, asOf: place.asOf }).flatMap(([name, value]) =>
                  value ? [[name, value]] : [],
                ),
              )
            }
            label={`Controls of ${summary.title}`}
          />
        }
      />
      <IgnoredFilters names={[...ignored, ...place.ignored]} />
      {place.asOf === place.today && <CompletenessNotice feeds={unsure} now={at} />}
      <PlaceForm action={controlHref({ framework })} place={place} isFiltered={isFiltered}>
        <NativeSelect
          label="Evidence"
          name="automation"
          defaultValue={automation}
          data={[
            { value: '', label: 'Any' },
            { value: 'partial', label: 'Partly by machine' },
            { value: 'manual', label: 'By people only' },
          ]}
          w={{ base: 'calc(50% - 6px)', xs: 170 }}
        />
        <TextInput
          label="Contains"
          name="q"
          defaultValue={q}
          placeholder="Identifier or title"
          w={{ base: 'calc(50% - 6px)', xs: 200 }}
        />
        {state && <input type="hidden" name="state" value={state} />}
        {section && <input type="hidden" name="section" value={section} />}
      </PlaceForm>
      <StateDayNote place={place} now={at} />
      {!place.isHidden && (
        <FrameworkSummaryCards summary={summary} params={{ ...kept, section }} state={state} hidden={hidden} />
      )}
      {(isLong || section) && <SectionIndex sections={filled} current={section} framework={framework} params={kept} />}
      <div className={styles.sections}>
        {shown.map((one) => (
          <SectionTable key={one.name} section={one} framework={framework} place={place} asked={search.asOf} />
        ))}
      </div>
      {!filled.length && (
        <EmptyState title="No control fits this filter">
          <TextLink href={controlHref({ framework }, { environment, asOf: search.asOf })}>Show all controls</TextLink>
        </EmptyState>
      )}
      {isLong && !shown.length && (
        <EmptyState title="Choose a section above">{rowCount} controls are too many for one page.</EmptyState>
      )}
    </>
  )
}
