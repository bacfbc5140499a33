import { Anchor } from '@mantine/core'
import { CAUSE_WORDS, CLOSE_REASON_WORDS } from '#app/_ui/closing-words.ts'
import { Facts } from '#app/_ui/facts.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { httpHref } from '#app/_ui/http-href.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { checkText } from '#lib/domain/check-text.ts'
import type { Finding } from '#lib/queries/get-finding.ts'

export function FindingFacts({ finding, now }: { finding: Finding; now: Date }) {
  const { instances, category } = finding
  const help = httpHref(finding.helpUri)
  const check = checkText(finding)
  const isOverdue = finding.state === 'open' && finding.dueAt !== null && finding.dueAt < now
  return (
    <Facts
      facts={[
        ['Subject', finding.name ?? finding.subject],
        ['Kind', [finding.kind, finding.group && `(${finding.group})`].filter(Boolean).join(' ')],
        ['Namespace', finding.namespace],
        ['Part', finding.part],
        ['Instances', instances?.instances && `${instances.instances}: ${instances.names?.join(', ') ?? ''}`],
        ['Gone since', finding.goneAt && <Freshness at={finding.goneAt} now={now} show="both" />],
        ['Source', <SourceFact key="source" finding={finding} />],
        ['Feed', category ? `${finding.feed}, ${category}` : finding.feed],
        ['Last complete', <Freshness key="complete" at={finding.completeAt} now={now} show="both" none="never" />],
        ['Team', <TeamFact key="team" finding={finding} />],
        [
          'Check',
          <TextLink key="check" href={findingsHref({ check })}>
            {check}
          </TextLink>,
        ],
        ['Category', finding.checkCategory],
        [
          'About it',
          help && (
            <Anchor href={help} rel="noreferrer noopener" target="_blank">
              {help}
            </Anchor>
          ),
        ],
        ['Opened', finding.state !== 'excepted' && <Freshness at={finding.openedAt} now={now} show="both" />],
        ['Because', finding.cause && CAUSE_WORDS[finding.cause]],
        ['Excepted since', finding.state === 'excepted' && <Freshness at={finding.openedAt} now={now} show="both" />],
        [
          isOverdue ? 'Was due' : 'Due',
          finding.state === 'open' && finding.dueAt && (
            <span style={isOverdue ? { color: 'var(--tone-bad)', fontWeight: 550 } : undefined}>
              <Freshness at={finding.dueAt} now={now} show="both" />
            </span>
          ),
        ],
        ['Closed', finding.closedAt && <Freshness at={finding.closedAt} now={now} show="both" />],
        ['Closed because', finding.closeReason && CLOSE_REASON_WORDS[finding.closeReason]],
      ]}
    />
  )
}

const SourceFact = ({ finding: { sourceId, source, sourceKind, environment } }: { finding: Finding }) => (
  <>
    <TextLink href={`/sources/${sourceId}`} underline="always">
      {source}
    </TextLink>{' '}
    ({sourceKind}, {environment})
  </>
)

const TeamFact = ({ finding: { team, teamSlug, teamRule } }: { finding: Finding }) =>
  team && teamSlug ? (
    <>
      <TextLink href={`/teams/${teamSlug}`} underline="always">
        {team}
      </TextLink>
      {teamRule && ` by ${teamRule}`}
    </>
  ) : (
    <>
      nobody:{' '}
      <TextLink href="/teams" underline="always">
        name an owner
      </TextLink>
    </>
  )
