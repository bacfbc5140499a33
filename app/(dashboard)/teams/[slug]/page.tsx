import { Stack } from '@mantine/core'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { getDb } from '#app/_server/db.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { BesideOpen } from '#app/_ui/beside-open.tsx'
import { CompletenessNotice } from '#app/_ui/completeness-notice.tsx'
import { ExportLinks } from '#app/_ui/export-links.tsx'
import { formatNumber } from '#app/_ui/format-number.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { SeverityCards } from '#app/_ui/severity-cards.tsx'
import { TrendSection } from '#app/_ui/trend-section.tsx'
import { WorstChecksSection } from '#app/_ui/worst-checks-section.tsx'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import { can } from '#lib/domain/permission.ts'
import { getOpenBySeverity } from '#lib/queries/get-open-by-severity.ts'
import { getOpenTrend } from '#lib/queries/get-open-trend.ts'
import { listFindings } from '#lib/queries/list-findings.ts'
import { listPlaces } from '#lib/queries/list-places.ts'
import { listTeamRates } from '#lib/queries/list-team-rates.ts'
import { listTeamRules } from '#lib/queries/list-team-rules.ts'
import { listTeams } from '#lib/queries/list-teams.ts'
import { listUnsureFeeds } from '#lib/queries/list-unsure-feeds.ts'
import { listWorstChecks } from '#lib/queries/list-worst-checks.ts'
import { RulesSection } from '../_rules/rules-section.tsx'
import { prepareBoard } from '../prepare-board.ts'
import { PlacesSection } from './places-section.tsx'
import { StandingBadge } from './standing-badge.tsx'
import { WorstFindingsSection } from './worst-findings-section.tsx'

const TREND_DAYS = 90
const WORST = 10
const PLACES = 100

const teamOf = cache(async (slug: string) => {
  const { scope } = await requireViewer()
  return (await listTeams(getDb(), scope, { now: now(), slug }))[0]
})

export async function generateMetadata({ params }: PageProps<'/teams/[slug]'>): Promise<Metadata> {
  return { title: (await teamOf((await params).slug))?.name ?? 'Team' }
}

export default async function TeamPage({ params }: PageProps<'/teams/[slug]'>) {
  const { role, scope } = await requireViewer()
  const team = await teamOf((await params).slug)
  if (!team) notFound()
  const [db, at] = [getDb(), now()]
  const { id: teamId, slug, name } = team
  const [open, trend, checks, findings, places, rates, teams, rules, unsure] = await Promise.all([
    getOpenBySeverity(db, scope, { now: at, teamId }),
    getOpenTrend(db, scope, { days: TREND_DAYS, now: at, teamId }),
    listWorstChecks(db, scope, { limit: WORST, teamId }),
    listFindings(db, scope, FindingFilter.parse({ team: slug, limit: WORST }), at),
    listPlaces(db, scope, { teamId, limit: PLACES }),
    listTeamRates(db, scope, at),
    listTeams(db, scope, { now: at }),
    listTeamRules(db, scope),
    listUnsureFeeds(db, scope, {}, at),
  ])
  const { bands, tooFew } = prepareBoard(teams, rates)
  const standing = [...bands.flatMap(({ rows }) => rows), ...tooFew].find((row) => row.id === teamId)?.standing
  const isNobody = teamId === 0

  return (
    <>
      <PageHeader
        parent={<TextLink href="/teams">Teams</TextLink>}
        title={isNobody ? 'Owned by nobody' : name}
        aside={standing && <StandingBadge standing={standing} />}
        description={
          isNobody
            ? 'What no rule and no label gives to a team. It is in no team’s numbers.'
            : `${formatNumber(team.subjects)} subjects. Worst first: what weighs most and has been open longest.`
        }
        actions={
          <ExportLinks
            path="/api/v1/findings"
            search={new URLSearchParams({ team: slug, limit: '500' })}
            label={`Open findings of ${name}`}
          />
        }
      />
      <CompletenessNotice feeds={unsure} now={at} />
      <SeverityCards open={open} of={{ team: slug }} />
      <BesideOpen open={open} of={{ team: slug }} />
      <Stack gap="md">
        <WorstFindingsSection findings={findings.rows} total={open.total} team={slug} now={at} />
        <TrendSection days={trend} now={at} team={slug} />
        <WorstChecksSection checks={checks} now={at} team={slug} />
        <PlacesSection places={places} limit={PLACES} team={slug} now={at} />
        {!isNobody && (
          <RulesSection
            rules={rules.filter((rule) => rule.teamId === teamId)}
            teams={[{ slug, name }]}
            showTeam={false}
            mayManage={can(role, 'team.manage')}
          />
        )}
      </Stack>
    </>
  )
}
