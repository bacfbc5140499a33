import { EmptyState } from '#app/_ui/empty-state.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import type { FindingRow } from '#lib/queries/list-findings.ts'
import { FindingsTable } from '../../findings/findings-table.tsx'

type Props = { findings: FindingRow[]; total: number; team: string; now: Date }

/** The short list: what to look at first. */
export function WorstFindingsSection({ findings, total, team, now }: Props) {
  return (
    <Section
      id="findings"
      title="Worst first"
      flush
      description={
        total > findings.length ? (
          <>
            The {findings.length} worst of{' '}
            <TextLink href={findingsHref({ team })}>{formatNumber(total)} open findings</TextLink>, the longest open
            first.
          </>
        ) : undefined
      }
    >
      <FindingsTable
        rows={findings}
        filter={FindingFilter.parse({ team })}
        now={now}
        empty={
          <EmptyState title="Nothing is open">Whether everything was looked at, the freshness line says.</EmptyState>
        }
      />
    </Section>
  )
}
