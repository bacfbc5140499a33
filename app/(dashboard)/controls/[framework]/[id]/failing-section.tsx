import { EmptyState } from '#app/_ui/empty-state.tsx'
import { formatNumber } from '#app/_ui/format-number.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import type { FindingFilter } from '#lib/domain/finding-filter.ts'
import type { CappedCount } from '#lib/queries/count-findings.ts'
import type { FindingPage } from '#lib/queries/list-findings.ts'
import { findingsPageHref } from '../../../findings/findings-page-href.ts'
import { FindingsTable } from '../../../findings/findings-table.tsx'

type Props = { page: FindingPage; count: CappedCount; filter: FindingFilter; now: Date }

export function FailingSection({ page, count, filter, now }: Props) {
  const total = `${formatNumber(count.count)}${count.capped ? '+' : ''}`
  const day = filter.on ? ` at the end of ${filter.on}` : ''
  return (
    <Section
      id="failing"
      title="What fails"
      flush
      description={count.count > 0 && `The worst ${page.rows.length} of ${total} findings that were open${day}`}
      actions={
        count.count > page.rows.length && (
          <TextLink href={findingsPageHref(filter, { limit: 50 })} size="sm">
            All {total}
          </TextLink>
        )
      }
    >
      <FindingsTable
        rows={page.rows}
        filter={filter}
        now={now}
        empty={<EmptyState title={`Nothing that its checks say was open${day || ' now'}`} />}
      />
    </Section>
  )
}
