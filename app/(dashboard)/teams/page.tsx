import { Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { getDb } from '#app/_server/db.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { CompletenessNotice } from '#app/_ui/completeness-notice.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { ExportLinks } from '#app/_ui/export-links.tsx'
import { formatNumber } from '#app/_ui/format-number.ts'
import { NothingInScope } from '#app/_ui/nothing-in-scope.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Section } from '#app/_ui/section.tsx'
import { can } from '#lib/domain/permission.ts'
import { MIN_SUBJECT_DAYS } from '#lib/metrics/leaderboard.ts'
import { listTeamRates, RATE_DAYS } from '#lib/queries/list-team-rates.ts'
import { listTeamRules } from '#lib/queries/list-team-rules.ts'
import { listTeams } from '#lib/queries/list-teams.ts'
import { listUnsureFeeds } from '#lib/queries/list-unsure-feeds.ts'
import { RulesSection } from './_rules/rules-section.tsx'
import { BoardTable } from './board-table.tsx'
import { CreateTeamForm } from './create-team-form.tsx'
import { prepareBoard } from './prepare-board.ts'
import { UnownedSection } from './unowned-section.tsx'

export const metadata: Metadata = { title: 'Teams' }

const TITLES = {
  'clearly better': 'Clearly better than the fleet',
  'like the fleet': 'Like the fleet',
  'clearly worse': 'Clearly worse than the fleet',
}

export default async function TeamsPage() {
  const { role, scope } = await requireViewer()
  const [db, at] = [getDb(), now()]
  const [teams, rates, rules, unsure] = await Promise.all([
    listTeams(db, scope, { now: at }),
    listTeamRates(db, scope, at),
    listTeamRules(db, scope),
    listUnsureFeeds(db, scope, {}, at),
  ])
  const board = prepareBoard(teams, rates)
  const mayManage = can(role, 'team.manage')
  const named = teams.filter(({ id }) => id !== 0)

  return (
    <>
      <PageHeader
        title="Teams"
        description="Each team's violations against what the fleet, judged by the same checks, would have had. Never by raw count: who owns more has more."
        actions={<ExportLinks path="/api/v1/teams" label="Teams" />}
      />
      <CompletenessNotice feeds={unsure} now={at} />
      <Stack gap="md">
        <Text size="xs" c="dimmed" maw="60rem">
          Observed ÷ expected over the last {RATE_DAYS} days, weighted by severity; 1 is like the fleet. The limits are
          95 %, of the unweighted mean. A band is left only where chance does not explain the difference, and inside a
          band teams stand by name. Under {formatNumber(MIN_SUBJECT_DAYS)} subject-days (30 subjects over 28 days) there
          is too little to compare.
        </Text>
        {named.length === 0 ? (
          <Section id="board" title="Leaderboard">
            {mayManage ? (
              <EmptyState title="No team yet">
                Create one below and say what it owns; labels <code>team</code> and <code>owner</code> of namespaces
                name teams by themselves once they exist.
              </EmptyState>
            ) : (
              <NothingInScope what="team" />
            )}
          </Section>
        ) : (
          <>
            {board.bands.map(
              ({ band, rows }) =>
                rows.length > 0 && (
                  <Section key={band} id={band.replaceAll(' ', '-')} title={`${TITLES[band]} (${rows.length})`} flush>
                    <BoardTable caption={TITLES[band]} rows={rows} />
                  </Section>
                ),
            )}
            {board.tooFew.length > 0 && (
              <Section
                id="too-few"
                title={`Too few to compare (${board.tooFew.length})`}
                description="Fewer than 30 subjects over 28 days, or no check of theirs ever reported a pass."
                flush
              >
                <BoardTable caption="Teams with too few subjects to compare" rows={board.tooFew} />
              </Section>
            )}
          </>
        )}
        {board.unowned && (board.unowned.subjects > 0 || board.unowned.total > 0) && (
          <UnownedSection unowned={board.unowned} />
        )}
        {mayManage && (
          <Section id="create" title="Create a team">
            <CreateTeamForm />
          </Section>
        )}
        {(mayManage || rules.length > 0) && (
          <RulesSection
            rules={rules}
            teams={named.map(({ slug, name }) => ({ slug, name }))}
            showTeam
            mayManage={mayManage}
          />
        )}
      </Stack>
    </>
  )
}
