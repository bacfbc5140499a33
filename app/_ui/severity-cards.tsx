import { SimpleGrid } from '@mantine/core'
import { Change } from '#app/_ui/change.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { SeverityBadge } from '#app/_ui/severity-badge.tsx'
import { StatCard } from '#app/_ui/stat-card.tsx'
import { SEVERITY_COLOR } from '#app/_ui/theme.ts'
import { SEVERITIES } from '#lib/domain/severity.ts'
import type { OpenBySeverity } from '#lib/queries/get-open-by-severity.ts'

type Props = {
  open: OpenBySeverity
  /** Whose findings these are, for the links. */
  of?: { team?: string; source?: string }
}

/** What is open now, or at the end of an audit's window, in all and by severity, and how that moved in 30 days. */
export function SeverityCards({ open, of = {} }: Props) {
  const before = open.before && SEVERITIES.reduce((sum, severity) => sum + (open.before?.[severity] ?? 0), 0)
  // Info and unknown take a card only where there is something to say of them.
  const shown = SEVERITIES.filter(
    (severity) =>
      !['info', 'unknown'].includes(severity) || open.open[severity] > 0 || (open.before?.[severity] ?? 0) > 0,
  )
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: shown.length + 1 }} spacing="sm" verticalSpacing="sm">
      <StatCard
        label={open.asOf ? `Open at the end of ${open.asOf}` : 'Open findings'}
        value={<NumberLink value={open.total} href={findingsHref(of)} label="open findings" />}
        note={<Change now={open.total} before={before} since="in 30 days" />}
        accent="var(--ink-dim)"
      />
      {shown.map((severity) => (
        <StatCard
          key={severity}
          label={<SeverityBadge severity={severity} />}
          value={
            <NumberLink
              value={open.open[severity]}
              href={findingsHref({ ...of, severity })}
              label={`open ${severity} findings`}
            />
          }
          note={<Change now={open.open[severity]} before={open.before?.[severity] ?? null} since="in 30 days" />}
          accent={SEVERITY_COLOR[severity]}
        />
      ))}
    </SimpleGrid>
  )
}
