import { Grid, GridCol, Stack } from '@mantine/core'
import type { Metadata } from 'next'
import { getDb } from '#app/_server/db.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { BesideOpen } from '#app/_ui/beside-open.tsx'
import { CompletenessNotice } from '#app/_ui/completeness-notice.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { utcDay } from '#app/_ui/relative-time.ts'
import { SeverityCards } from '#app/_ui/severity-cards.tsx'
import { TrendSection } from '#app/_ui/trend-section.tsx'
import { WorstChecksSection } from '#app/_ui/worst-checks-section.tsx'
import { getOpenBySeverity } from '#lib/queries/get-open-by-severity.ts'
import { getOpenTrend } from '#lib/queries/get-open-trend.ts'
import { getStateDay } from '#lib/queries/get-state-day.ts'
import { getWeeklyFlow } from '#lib/queries/get-weekly-flow.ts'
import { listEnvironments } from '#lib/queries/list-environments.ts'
import { listFrameworks } from '#lib/queries/list-frameworks.ts'
import { listSources } from '#lib/queries/list-sources.ts'
import { listUnsureFeeds } from '#lib/queries/list-unsure-feeds.ts'
import { listWorstChecks } from '#lib/queries/list-worst-checks.ts'
import { FlowSection } from './_overview/flow-section.tsx'
import { FrameworksSection } from './_overview/frameworks-section.tsx'
import { SourcesSection } from './_overview/sources-section.tsx'
import { AddSource } from './sources/add-source.tsx'

export const metadata: Metadata = { title: 'Overview' }

const TREND_DAYS = 90
const FLOW_WEEKS = 12
const WORST = 10

export default async function OverviewPage({ searchParams }: PageProps<'/'>) {
  const { scope, role } = await requireViewer()
  const [db, at] = [getDb(), now()]
  const { environment: wanted } = await searchParams
  const [sources, environments] = await Promise.all([listSources(db, scope, { now: at }), listEnvironments(db, scope)])
  if (!sources.length && scope.sources !== 'all')
    return (
      <>
        <PageHeader title="Overview" description="What is open, where it goes, and what is known of each framework." />
        <EmptyState title="Nothing is in your scope yet">
          {role === 'member'
            ? 'You see what your teams own, and they own nothing yet. An administrator sets your teams, and the rules of who owns what.'
            : 'No source is within what you were given. An administrator can change that.'}{' '}
          <TextLink href="/account">See what you were given</TextLink>.
        </EmptyState>
      </>
    )
  if (!sources.length)
    return (
      <>
        <PageHeader
          title="Overview"
          description="Nothing has been read yet. Add a first source, and its results appear here."
        />
        <AddSource />
      </>
    )

  const environment =
    (environments.find((one) => one.environment === wanted) ?? environments[0])?.environment ?? 'production'
  const [open, trend, weeks, stateDay, checks, unsure] = await Promise.all([
    getOpenBySeverity(db, scope, { now: at }),
    getOpenTrend(db, scope, { days: TREND_DAYS, now: at }),
    getWeeklyFlow(db, scope, { weeks: FLOW_WEEKS, now: at }),
    getStateDay(db, scope, { environment, asOf: utcDay(at) }),
    listWorstChecks(db, scope, { limit: WORST }),
    listUnsureFeeds(db, scope, {}, at),
  ])
  const frameworks = await listFrameworks(db, scope, { environment, day: stateDay?.day })

  return (
    <>
      <PageHeader title="Overview" description="What is open, where it goes, and what is known of each framework." />
      <CompletenessNotice feeds={unsure} now={at} />
      <SeverityCards open={open} />
      <BesideOpen open={open} />
      <Stack gap="md">
        <Grid gap="md">
          <GridCol span={{ base: 12, lg: 8 }}>
            <TrendSection days={trend} now={at} />
          </GridCol>
          <GridCol span={{ base: 12, lg: 4 }}>
            <FlowSection weeks={weeks} />
          </GridCol>
        </Grid>
        {(environments.length > 0 || scope.wholeEnvironments === 'all') && (
          <FrameworksSection
            frameworks={frameworks}
            environment={environment}
            environments={environments}
            stateDay={stateDay}
            now={at}
          />
        )}
        <Grid gap="md">
          <GridCol span={{ base: 12, lg: 8 }}>
            <WorstChecksSection checks={checks} now={at} />
          </GridCol>
          <GridCol span={{ base: 12, lg: 4 }}>
            <SourcesSection sources={sources} now={at} />
          </GridCol>
        </Grid>
      </Stack>
    </>
  )
}
