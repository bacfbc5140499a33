import { SimpleGrid, Text } from '@mantine/core'
import { controlStateWords } from '#app/_ui/control-state-words.ts'
import { formatNumber, formatShare } from '#app/_ui/format-number.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { StatCard } from '#app/_ui/stat-card.tsx'
import { CONTROL_STATE_TONE, toneColor } from '#app/_ui/theme.ts'
import { CONTROL_STATES, type ControlState } from '#lib/controls/control-state.ts'
import type { FrameworkSummary } from '#lib/queries/list-frameworks.ts'
import { controlHref } from '../control-href.ts'
import type { ControlSearch } from '../control-search.ts'
import styles from './framework-summary-cards.module.css'

type Props = {
  summary: FrameworkSummary
  params: Omit<ControlSearch, 'framework'>
  state: ControlState | undefined
  /** Controls that the filter hides. */
  hidden: number
}

/** The two numbers side by side, and the controls by state: each narrows the list, or widens it again. */
export function FrameworkSummaryCards({ summary, params, state, hidden }: Props) {
  const { coverage, conformance, counts } = summary
  return (
    <>
      <SimpleGrid cols={2} spacing="sm" mb="sm">
        <StatCard
          label="Coverage: assessed ÷ in scope"
          value={formatShare(coverage.numerator, coverage.denominator)}
          note={`${coverage.numerator} of ${coverage.denominator} controls are assessed`}
        />
        <StatCard
          label="Conformance: satisfied ÷ assessed"
          value={formatShare(conformance.numerator, conformance.denominator)}
          note={`${conformance.numerator} of ${conformance.denominator} assessed controls are satisfied${
            conformance.withExceptions > 0 ? `, ${conformance.withExceptions} of them with exceptions` : ''
          }`}
        />
      </SimpleGrid>
      <ul className={styles.states} aria-label="By state">
        {CONTROL_STATES.filter((one) => counts[one] || one === state).map((one) => (
          <li key={one} className={styles.state} data-on={one === state || undefined}>
            <TextLink
              href={controlHref({ framework: summary.id }, { ...params, state: one === state ? undefined : one })}
              className={styles.link}
              underline="never"
            >
              <span
                className={styles.mark}
                style={{ background: toneColor(CONTROL_STATE_TONE[one]) }}
                aria-hidden="true"
              />
              {controlStateWords(one)} <strong>{formatNumber(counts[one] ?? 0)}</strong>
            </TextLink>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Text size="xs" c="dimmed" mb="sm">
          Hidden by the filter: {formatNumber(hidden)} {hidden === 1 ? 'control' : 'controls'}
        </Text>
      )}
    </>
  )
}
