import type { Metadata } from 'next'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { CompletenessNotice } from '#app/_ui/completeness-notice.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { ExportLinks } from '#app/_ui/export-links.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { Section } from '#app/_ui/section.tsx'
import { ExceptionFilter } from '#lib/domain/exception-filter.ts'
import { countExceptions } from '#lib/queries/count-exceptions.ts'
import { listExceptions } from '#lib/queries/list-exceptions.ts'
import { listFilterOptions } from '#lib/queries/list-filter-options.ts'
import { listUnsureFeeds } from '#lib/queries/list-unsure-feeds.ts'
import { ExceptionsFilterForm } from './exceptions-filter-form.tsx'
import { exceptionsHref, exceptionsQuery } from './exceptions-href.ts'
import { ExceptionsTable } from './exceptions-table.tsx'
import { MarkCards } from './mark-cards.tsx'

export const metadata: Metadata = { title: 'Exceptions' }

const PAGE_LIMIT = 100

export default async function ExceptionsPage({ searchParams }: PageProps<'/exceptions'>) {
  const { scope } = await requireViewer()
  const { search, ignored } = parseSearch(ExceptionFilter, await searchParams)
  const filter: ExceptionFilter = { ...search, limit: Math.min(search.limit, PAGE_LIMIT) }
  const [db, at] = [getDb(), now()]
  const [page, counts, options, unsure] = await Promise.all([
    listExceptions(db, scope, filter, at),
    countExceptions(db, scope, filter, at),
    listFilterOptions(db, scope),
    listUnsureFeeds(db, scope, { source: filter.source }, at),
  ])
  const isFiltered = exceptionsQuery(filter, { sort: 'expiry', limit: 50 }).size > 0
  const count = filter.mark ? counts.marks[filter.mark] : counts.total

  return (
    <>
      <PageHeader
        title="Exceptions"
        description="Everything that lets findings stand: policy exceptions of clusters, suppressions and skips of pipelines, in one register."
        actions={
          <ExportLinks path="/api/v1/exceptions" search={exceptionsQuery(filter)} label="Exceptions of this list" />
        }
      />
      <IgnoredFilters names={ignored} />
      <CompletenessNotice feeds={unsure} now={at} />
      <MarkCards counts={counts} filter={filter} />
      <ExceptionsFilterForm filter={filter} sources={options.sources} isFiltered={isFiltered} />
      <Section
        id="register"
        title={`${formatNumber(count)} ${count === 1 ? 'exception' : 'exceptions'}`}
        flush
        description={
          counts.covered > 0 && (
            <>
              They cover{' '}
              <TextLink
                href={findingsHref({ state: 'excepted', ...(filter.source && { source: filter.source }) })}
                underline="always"
              >
                {formatNumber(counts.covered)} results
              </TextLink>{' '}
              now. A result that several cover counts for each.
            </>
          )
        }
      >
        <ExceptionsTable
          rows={page.rows}
          now={at}
          empty={
            isFiltered ? (
              <EmptyState title="No exception fits this filter">
                <TextLink href="/exceptions?state=all">Show all, also those that are gone</TextLink>
              </EmptyState>
            ) : (
              <EmptyState title="No source states an exception">
                Policy exceptions of a cluster come with its reports, suppressions and skips with the files that
                pipelines upload. <TextLink href="/sources">Look at the sources</TextLink>
              </EmptyState>
            )
          }
        />
        <div style={{ padding: '0 1rem 0.5rem' }}>
          <Pager
            first={page.previous ? exceptionsHref(filter) : undefined}
            previous={page.previous ? exceptionsHref(filter, { before: page.previous }) : undefined}
            next={page.next ? exceptionsHref(filter, { after: page.next }) : undefined}
          >
            {page.rows.length > 0 && `${formatNumber(page.rows.length)} shown of ${formatNumber(count)}`}
          </Pager>
        </div>
      </Section>
    </>
  )
}
