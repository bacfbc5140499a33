import type { Metadata } from 'next'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { CompletenessNotice } from '#app/_ui/completeness-notice.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { ExportLinks } from '#app/_ui/export-links.tsx'
import { formatNumber } from '#app/_ui/format-number.ts'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { NothingInScope } from '#app/_ui/nothing-in-scope.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { Section } from '#app/_ui/section.tsx'
import { CheckFilter } from '#lib/domain/check-filter.ts'
import { can } from '#lib/domain/permission.ts'
import { listChecks } from '#lib/queries/list-checks.ts'
import { listFilterOptions } from '#lib/queries/list-filter-options.ts'
import { listUnsureFeeds } from '#lib/queries/list-unsure-feeds.ts'
import { PoliciesFilterForm } from './policies-filter-form.tsx'
import { policiesHref, policiesQuery } from './policies-href.ts'
import { PoliciesTable } from './policies-table.tsx'

export const metadata: Metadata = { title: 'Policies' }

const PAGE_LIMIT = 100

export default async function PoliciesPage({ searchParams }: PageProps<'/policies'>) {
  const { role, scope } = await requireViewer()
  const { search, ignored } = parseSearch(CheckFilter, await searchParams)
  const filter: CheckFilter = { ...search, limit: Math.min(search.limit, PAGE_LIMIT) }
  const [db, at] = [getDb(), now()]
  const [page, options, unsure] = await Promise.all([
    listChecks(db, scope, filter, at),
    listFilterOptions(db, scope),
    listUnsureFeeds(db, scope, { source: filter.source }, at),
  ])
  const isFiltered = policiesQuery(filter, { sort: 'open', limit: 50 }).size > 0

  return (
    <>
      <PageHeader
        title="Policies"
        description="Every check of every engine: what it asks for, where it runs, whether it blocks, and what it finds."
        actions={<ExportLinks path="/api/v1/checks" search={policiesQuery(filter)} label="Policies of this list" />}
      />
      <IgnoredFilters names={ignored} />
      <CompletenessNotice feeds={unsure} now={at} />
      <PoliciesFilterForm filter={filter} engines={options.engines} sources={options.sources} isFiltered={isFiltered} />
      <Section
        id="list"
        title={`${formatNumber(page.total)} ${page.total === 1 ? 'check' : 'checks'}`}
        description="A policy with several rules is several checks. Passing counts subjects as of the last reading of each source; skipped and excepted ones are left out."
        flush
      >
        <PoliciesTable
          rows={page.rows}
          empty={
            isFiltered ? (
              <EmptyState title="No check fits this filter">
                <TextLink href="/policies">Show all checks</TextLink>
              </EmptyState>
            ) : !options.sources.length && !can(role, 'source.manage') ? (
              <NothingInScope what="source" />
            ) : (
              <EmptyState title="No check has run yet">
                <TextLink href="/sources#add">Add a source</TextLink>: a cluster, or a pipeline that uploads its
                results.
              </EmptyState>
            )
          }
        />
        <div style={{ padding: '0 1rem 0.5rem' }}>
          <Pager
            first={page.previous ? policiesHref(filter) : undefined}
            previous={page.previous ? policiesHref(filter, { before: page.previous }) : undefined}
            next={page.next ? policiesHref(filter, { after: page.next }) : undefined}
          >
            {page.rows.length > 0 && `${formatNumber(page.rows.length)} shown of ${formatNumber(page.total)}`}
          </Pager>
        </div>
      </Section>
    </>
  )
}
