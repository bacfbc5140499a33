import { Stack } from '@mantine/core'
import { now } from '#app/_server/session.ts'
import { Facts } from '#app/_ui/facts.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { controlHref } from '#app/(dashboard)/controls/control-href.ts'
import { lastDayBefore } from '#lib/domain/audit-plan.ts'
import type { AuditRow } from '#lib/queries/audit-row.ts'
import { limitWords, windowWords } from '../audit-words.ts'
import styles from './for-auditor.module.css'

/** An audit for its auditors: what they may look at, until when, and where to begin. */
export function ForAuditor({ audit }: { audit: AuditRow }) {
  const at = now()
  const lastDay = lastDayBefore(audit.until)
  const asOf = new Date(audit.until) < at ? lastDay : undefined
  return (
    <Stack gap="md" maw="56rem">
      <Section id="may" title="What you may look at">
        <Facts
          facts={[
            ['Frameworks', audit.frameworks.map(({ title }) => title).join(', ')],
            ['Window', `${windowWords(audit)}, both days included, in UTC`],
            ['Scope', limitWords(audit)],
            [
              'Access until',
              <Freshness key="until" at={new Date(audit.expiresAt.getTime() - 1)} now={at} show="both" />,
            ],
          ]}
        />
      </Section>
      <Section
        id="begin"
        title="Where to begin"
        description="Everything is read only, and every list can be exported. What you export is on record."
      >
        <ul className={`prose ${styles.places}`}>
          {audit.frameworks.map(({ id, title }) => (
            <li key={id}>
              <TextLink href={controlHref({ framework: id }, { asOf })}>Controls of {title}</TextLink>, their states on
              any day of the window and what proves them
            </li>
          ))}
          <li>
            <TextLink href={findingsHref({ state: 'any' })}>Findings of the window</TextLink>, open and closed, down to
            the source's own words
          </li>
          <li>
            <TextLink href="/exceptions">Exceptions</TextLink>, what was let stand and why
          </li>
          <li>
            <TextLink href="/evidence">Evidence</TextLink>, bundles that verify without this server
          </li>
        </ul>
      </Section>
    </Stack>
  )
}
