import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { z } from 'zod'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { EventsSection } from '#app/_ui/events-section.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { httpHref } from '#app/_ui/http-href.ts'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Section } from '#app/_ui/section.tsx'
import { SeverityBadge } from '#app/_ui/severity-badge.tsx'
import { checkText } from '#lib/domain/check-text.ts'
import { getCheck } from '#lib/queries/get-check.ts'
import { listCheckDays } from '#lib/queries/list-check-days.ts'
import { listCheckExceptions } from '#lib/queries/list-check-exceptions.ts'
import { listCheckModes } from '#lib/queries/list-check-modes.ts'
import { listCheckPlaces } from '#lib/queries/list-check-places.ts'
import { listCheckPolicies } from '#lib/queries/list-check-policies.ts'
import { listEventDays } from '#lib/queries/list-event-days.ts'
import { listFindingControls } from '#lib/queries/list-finding-controls.ts'
import { ControlsSection } from './controls-section.tsx'
import { DaysSection } from './days-section.tsx'
import { ExceptionsSection } from './exceptions-section.tsx'
import { ModesSection } from './modes-section.tsx'
import { ObjectsSection } from './objects-section.tsx'
import styles from './page.module.css'
import { PlacesSection } from './places-section.tsx'
import { prepareModes } from './prepare-modes.ts'

const PLACES = 15
const OBJECTS = 20
const EXCEPTIONS = 50
const DAYS = 90
const EVENTS = 30
const Search = z.object({ environment: z.string().max(300).optional() })

const checkOf = cache(async (id: string) => {
  const { scope } = await requireViewer()
  return /^[1-9]\d{0,8}$/.test(id) ? getCheck(getDb(), scope, Number(id)) : undefined
})

export async function generateMetadata({ params }: PageProps<'/policies/[check]'>): Promise<Metadata> {
  const check = await checkOf((await params).check)
  return { title: check?.title ?? check?.policy ?? 'Policy' }
}

export default async function PolicyPage({ params, searchParams }: PageProps<'/policies/[check]'>) {
  const { scope } = await requireViewer()
  const check = await checkOf((await params).check)
  if (!check) notFound()
  const { search, ignored } = parseSearch(Search, await searchParams)
  const [db, at, checkId] = [getDb(), now(), check.id]
  const environment = search.environment ?? check.environments[0]
  const [modes, days, places, exceptions, policies, controls, events] = await Promise.all([
    listCheckModes(db, scope, checkId),
    listCheckDays(db, scope, { checkId, days: DAYS, now: at }),
    listCheckPlaces(db, scope, { checkId, limit: PLACES }),
    listCheckExceptions(db, scope, { checkId, limit: EXCEPTIONS }),
    listCheckPolicies(db, scope, { checkId, limit: OBJECTS }),
    listFindingControls(db, scope, { checkId, environment: environment ?? '' }),
    listEventDays(db, scope, { checkId, days: DAYS, now: at, limit: EVENTS }),
  ])
  const link = httpHref(check.helpUri)

  return (
    <>
      <PageHeader
        parent={<TextLink href="/policies">Policies</TextLink>}
        title={check.title ?? (check.rule ? `${check.policy}: ${check.rule}` : check.policy)}
        aside={<SeverityBadge severity={check.severity} />}
        description={checkText(check)}
      />
      <IgnoredFilters names={ignored} />
      <div className={styles.columns}>
        <div className={styles.main}>
          {check.description && (
            <Section id="about" title="What it asks for">
              <p className={styles.description}>{check.description}</p>
            </Section>
          )}
          <ModesSection places={prepareModes(modes)} now={at} />
          <DaysSection days={days} />
          {events.length > 0 && <EventsSection events={events} days={DAYS} limit={EVENTS} of="policy" />}
          <PlacesSection places={places} check={check} limit={PLACES} now={at} />
        </div>
        <div className={styles.side}>
          <Section id="facts" title="Facts">
            <Facts
              facts={[
                ['Engine', check.engine],
                ['Policy', check.policy],
                ['Rule', check.rule],
                ['Category', check.category],
                ['First seen', <Freshness key="first" at={check.firstAt} now={at} show="both" />],
                [
                  'Open',
                  <NumberLink
                    key="open"
                    value={check.open}
                    href={findingsHref({ check: checkText(check) })}
                    label="open findings of it"
                  />,
                ],
                [
                  'Excepted',
                  <NumberLink
                    key="excepted"
                    value={check.excepted}
                    href={findingsHref({ check: checkText(check), state: 'excepted' })}
                    label="excepted results of it"
                  />,
                ],
                [
                  'More about it',
                  link && (
                    <a href={link} rel="noreferrer noopener" target="_blank">
                      {new URL(link).hostname}
                    </a>
                  ),
                ],
              ]}
            />
          </Section>
          <ControlsSection controls={controls} environment={environment} />
          <ExceptionsSection exceptions={exceptions} check={check} now={at} />
          <ObjectsSection policies={policies} limit={OBJECTS} now={at} />
        </div>
      </div>
    </>
  )
}
