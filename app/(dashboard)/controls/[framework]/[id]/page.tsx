import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { CompletenessNotice } from '#app/_ui/completeness-notice.tsx'
import { ControlStateBadge } from '#app/_ui/control-state-badge.tsx'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { getControl } from '#lib/queries/get-control.ts'
import { listControlStates } from '#lib/queries/list-control-states.ts'
import { listUnsureFeeds } from '#lib/queries/list-unsure-feeds.ts'
import { controlHref } from '../../control-href.ts'
import { ControlSearch } from '../../control-search.ts'
import { PlaceForm } from '../../place-form.tsx'
import { prepareTree } from '../../prepare-tree.ts'
import { resolvePlace } from '../../resolve-place.ts'
import { StateDayNote } from '../../state-day-note.tsx'
import { SectionTable } from '../section-table.tsx'
import { ControlBody } from './control-body.tsx'

export const metadata: Metadata = { title: 'Control' }

export default async function ControlPage({ params, searchParams }: PageProps<'/controls/[framework]/[id]'>) {
  const { scope } = await requireViewer()
  const { search, ignored } = parseSearch(ControlSearch, await searchParams)
  const path = await params
  const asked = { framework: decodeURIComponent(path.framework), control: decodeURIComponent(path.id) }
  const [db, at] = [getDb(), now()]
  const place = await resolvePlace(scope, search, at)
  const { environment, stateDay } = place
  const [control, unsure] = await Promise.all([
    getControl(db, scope, { ...asked, environment, day: stateDay?.day }),
    listUnsureFeeds(db, scope, { environment }, at),
  ])
  if (!control?.active) notFound()
  const isHeading = control.automation === 'rollup'

  return (
    <>
      <PageHeader
        parent={
          <>
            <TextLink href={controlHref({}, { environment, asOf: search.asOf })}>Controls</TextLink>
            {' / '}
            <TextLink href={controlHref({ framework: control.framework }, { environment, asOf: search.asOf })}>
              {control.frameworkTitle}
            </TextLink>
            {` / ${control.section}`}
          </>
        }
        title={`${control.displayId} ${control.title}`}
        aside={!isHeading && !place.isHidden && <ControlStateBadge {...control} />}
        description={control.description}
      />
      <IgnoredFilters names={[...ignored, ...place.ignored]} />
      {place.asOf === place.today && <CompletenessNotice feeds={unsure} now={at} />}
      <PlaceForm action={controlHref(asked)} place={place} />
      <StateDayNote place={place} now={at} />
      {isHeading ? (
        <Below {...asked} place={place} asked={search.asOf} />
      ) : (
        <ControlBody control={control} place={place} scope={scope} now={at} />
      )}
    </>
  )
}

type BelowProps = {
  framework: string
  control: string
  place: Awaited<ReturnType<typeof resolvePlace>>
  asked: string | undefined
}

/** A heading has no evidence of its own: what stands under it has. */
async function Below({ framework, control, place, asked }: BelowProps) {
  const { scope } = await requireViewer()
  const all = await listControlStates(getDb(), scope, {
    framework,
    environment: place.environment,
    day: place.stateDay?.day,
  })
  const parents = new Map(all.map(({ id, parentId }) => [id, parentId]))
  const isBelow = (id: string): boolean => {
    for (let at = parents.get(id); at; at = parents.get(at)) if (at === control) return true
    return false
  }
  const [section] = prepareTree(
    all.filter(({ id }) => isBelow(id)).map((row) => (row.parentId === control ? { ...row, parentId: null } : row)),
    {},
  ).sections
  return section ? (
    <SectionTable
      section={{ ...section, name: 'What it is made of' }}
      framework={framework}
      place={place}
      asked={asked}
    />
  ) : null
}
