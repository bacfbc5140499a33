import { Text } from '@mantine/core'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { NO_TEAM } from '#lib/domain/finding-filter.ts'
import type { TeamRow } from '#lib/queries/list-teams.ts'

/** What is in no team's numbers, said apart. */
export function UnownedSection({ unowned }: { unowned: TeamRow }) {
  const { subjects, total, open } = unowned
  return (
    <Section id="unowned" title="Owned by nobody">
      <Text size="sm">
        {formatNumber(subjects)} subjects are in no team's numbers. On them{' '}
        <NumberLink value={total} href={findingsHref({ team: NO_TEAM })} label="open findings that nobody owns" />{' '}
        findings are open,{' '}
        <NumberLink
          value={open.critical}
          href={findingsHref({ team: NO_TEAM, severity: 'critical' })}
          label="critical open findings that nobody owns"
        />{' '}
        of them critical. See <TextLink href={`/teams/${NO_TEAM}`}>where they are</TextLink>, then give them to a team
        with a rule.
      </Text>
    </Section>
  )
}
