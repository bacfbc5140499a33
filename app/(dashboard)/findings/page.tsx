import type { Metadata } from 'next'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { CompletenessNotice } from '#app/_ui/completeness-notice.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { ExportLinks } from '#app/_ui/export-links.tsx'
import { FilterChips } from '#app/_ui/filter-chips.tsx'
import { formatNumber } from '#app/_ui/format-number.ts'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { NothingInScope } from '#app/_ui/nothing-in-scope.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { Section } from '#app/_ui/section.tsx'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import { can } from '#lib/domain/permission.ts'
import { type CappedCount, countFindingsBySeverity } from '#lib/queries/count-findings.ts'
import { facetFindings } from '#lib/queries/facet-findings.ts'
import { listFilterOptions } from '#lib/queries/list-filter-options.ts'
import { listFindings } from '#lib/queries/list-findings.ts'
import { listUnsureFeeds } from '#lib/queries/list-unsure-feeds.ts'
import { Facets } from './facets.tsx'
import { FindingsFilterForm } from './findings-filter-form.tsx'
import { findingsPageHref, findingsQuery } from './findings-page-href.ts'
import { FindingsTable } from './findings-table.tsx'
import styles from './page.module.css'
import { prepareChips } from './prepare-chips.ts'
import { SeverityStrip } from './severity-strip.tsx'
import { StateTabs } from './state-tabs.tsx'

export const metadata: Metadata = { title: 'Findings' }

const PAGE_LIMIT = 100

export default async function FindingsPage({ searchParams }: PageProps<'/findings'>) {
  const { role, scope } = await requireViewer()
  const { search, ignored } = parseSearch(FindingFilter, await searchParams)
  const filter: FindingFilter = { ...search, limit: Math.min(search.limit, PAGE_LIMIT) }
  const [db, at] = [getDb(), now()]
  const [page, severities, facets, options, unsure] = await Promise.all([
    listFindings(db, scope, filter, at),
    countFindingsBySeverity(db, scope, filter, at),
    facetFindings(db, scope, filter, at),
    listFilterOptions(db, scope),
    listUnsureFeeds(db, scope, { source: filter.source, environment: filter.environment }, at),
  ])
  const chips = prepareChips(filter, facets)
  const href = (changes: Partial<FindingFilter>) => findingsPageHref(filter, changes)

  return (
    <>
      <PageHeader
        title="Findings"
        description="What checks say no to, on what, since when, and whose it is. A finding keeps its address when it closes."
        actions={<ExportLinks path="/api/v1/findings" search={findingsQuery(filter)} label="Findings of this list" />}
      />
      <IgnoredFilters names={ignored} />
      <CompletenessNotice feeds={unsure} now={at} />
      <StateTabs filter={filter} />
      <FindingsFilterForm filter={filter} options={options} isFiltered={chips.length > 0} />
      <FilterChips chips={chips} />
      <SeverityStrip filter={filter} counts={severities} />
      <div className={styles.columns}>
        <Section id="list" title={countWords(facets.total, filter)} flush>
          <FindingsTable
            rows={page.rows}
            filter={filter}
            now={at}
            empty={
              <NothingFound
                hasFilter={chips.length > 0}
                hasSources={options.sources.length > 0}
                mayAdd={can(role, 'source.manage')}
                state={filter.state}
              />
            }
          />
          <div className={styles.pager}>
            <Pager
              first={page.previous ? href({}) : undefined}
              previous={page.previous ? href({ before: page.previous }) : undefined}
              next={page.next ? href({ after: page.next }) : undefined}
            >
              {page.rows.length > 0 && `${formatNumber(page.rows.length)} shown of ${countText(facets.total)}`}
            </Pager>
          </div>
        </Section>
        <Facets facets={facets} filter={filter} />
      </div>
    </>
  )
}

const countText = ({ count, capped }: CappedCount): string => `${formatNumber(count)}${capped ? '+' : ''}`

function countWords(count: CappedCount, { state }: FindingFilter): string {
  const noun = count.count === 1 ? 'finding' : 'findings'
  const adjective = state === 'any' ? '' : `${state} `
  return `${countText(count)} ${adjective}${noun}`
}

type Nothing = { hasFilter: boolean; hasSources: boolean; mayAdd: boolean; state: FindingFilter['state'] }

function NothingFound({ hasFilter, hasSources, mayAdd, state }: Nothing) {
  if (!hasSources && !mayAdd) return <NothingInScope what="source" />
  if (!hasSources)
    return (
      <EmptyState title="Nothing has been read yet">
        <TextLink href="/sources#add">Add a source</TextLink>: a cluster, or a pipeline that uploads its results.
      </EmptyState>
    )
  if (hasFilter)
    return (
      <EmptyState title="No finding fits this filter">
        Take a filter off above, or look at{' '}
        <TextLink href="/findings?state=any">all findings, open and closed</TextLink>.
      </EmptyState>
    )
  return (
    <EmptyState title={state === 'open' ? 'Nothing is open' : 'None'}>
      {state === 'open'
        ? 'Every check that was read passes, is skipped or is excepted. Sources that have not reported are named above.'
        : 'Findings come here when they leave the open list.'}
    </EmptyState>
  )
}
