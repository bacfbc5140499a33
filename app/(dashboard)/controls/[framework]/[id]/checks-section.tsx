import { Text } from '@mantine/core'
import { BasisBadge } from '#app/_ui/basis-badge.tsx'
import { type Column, DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import type { Href } from '#app/_ui/href.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import type { Control } from '#lib/queries/get-control.ts'
import type { ControlCheck } from '#lib/queries/list-control-checks.ts'
import { PART_WORDS } from '../../part-words.ts'
import type { Place } from '../../resolve-place.ts'
import styles from './checks-section.module.css'
import { type CheckLine, prepareChecks } from './prepare-checks.ts'

type Props = { control: Control; checks: readonly ControlCheck[]; place: Place }

/** The checks that speak for a control: why they are mapped, and what they came to. */
export function ChecksSection({ control, checks, place }: Props) {
  const { environment, stateDay, today, isHidden } = place
  const lines = prepareChecks(checks, control.parts)
  const isPast = stateDay !== undefined && stateDay.day !== today
  const when = isPast ? ({ state: 'any', on: stateDay.day } as const) : {}
  const behind = (line: CheckLine) =>
    findingsHref({
      ...(line.check ? { check: line.check } : { framework: control.framework, control: control.id }),
      environment,
      ...when,
    })
  const columns: Column<CheckLine>[] = [
    {
      key: 'check',
      header: 'Check',
      isRowHeader: true,
      wide: true,
      cell: (line) => <CheckCell line={line} />,
    },
    {
      key: 'came',
      header: 'Came to',
      width: '7rem',
      cell: ({ part }) => {
        if (!part) return <ToneBadge tone="muted">no results here</ToneBadge>
        const [words, tone, title] = PART_WORDS[part.st]
        return (
          <>
            <ToneBadge tone={tone} title={title}>
              {words}
            </ToneBadge>
            {!part.required && (
              <Text size="xs" c="dimmed">
                supporting
              </Text>
            )}
          </>
        )
      },
    },
    { key: 'fail', header: 'Failing', align: 'end', cell: (line) => count(line, 'fail', behind(line)) },
    { key: 'pass', header: 'Passing', align: 'end', cell: (line) => count(line, 'pass') },
    {
      key: 'excepted',
      header: 'Excepted',
      align: 'end',
      cell: (line) =>
        count(
          line,
          'excepted',
          isPast
            ? undefined
            : findingsHref({ ...(line.check && { check: line.check }), environment, state: 'excepted' }),
        ),
    },
    { key: 'error', header: 'Errors', align: 'end', visibleFrom: 'lg', cell: (line) => count(line, 'error') },
    { key: 'stale', header: 'Stale', align: 'end', visibleFrom: 'lg', cell: (line) => count(line, 'stale') },
  ]
  return (
    <Section
      id="checks"
      title="Checks that speak for it"
      description={
        lines.length > 0 && !isHidden && `Results in ${environment}; a subject counts once a check. Worst first.`
      }
      flush
    >
      <DataTable
        caption="Checks that speak for this control"
        columns={isHidden ? columns.slice(0, 1) : columns}
        rows={lines}
        rowKey={({ key }) => key}
        empty={
          <EmptyState title="No check that a source reports is mapped to this control">
            {control.automation === 'manual'
              ? 'Machine evidence cannot assess it. What people record about it is its evidence.'
              : 'Below are checks that would speak for it once a source reports them.'}
          </EmptyState>
        }
      />
    </Section>
  )
}

/** A check without results has no number, not even a zero. */
function count(
  { part, title }: CheckLine,
  name: 'fail' | 'pass' | 'excepted' | 'error' | 'stale',
  href?: Href | undefined,
) {
  if (!part) return '–'
  return href ? <NumberLink value={part[name]} href={href} label={`results of ${title}`} /> : formatNumber(part[name])
}

function CheckCell({ line: { check, title, mappings } }: { line: CheckLine }) {
  return (
    <div className={styles.check}>
      <div className={styles.head}>
        {check ? <TextLink href={findingsHref({ check })}>{title}</TextLink> : title}
        {mappings[0] && <BasisBadge basis={mappings[0].basis} />}
      </div>
      {check && <div className={styles.dim}>{check}</div>}
      <details className={styles.why}>
        <summary>Why it is mapped</summary>
        {mappings.map(({ id, title, basis, rationale, sources }) => (
          <p key={id}>
            {rationale}{' '}
            <span className={styles.dim}>
              Mapping “{title}”, {basis}
            </span>
            {sources.length > 0 && <span className={styles.dim}>: {sources.join(', ')}</span>}
          </p>
        ))}
      </details>
    </div>
  )
}
