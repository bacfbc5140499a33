import { NativeSelect, Stack, TextInput } from '@mantine/core'
import type { Metadata } from 'next'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { ExportLinks } from '#app/_ui/export-links.tsx'
import { FilterForm } from '#app/_ui/filter-form.tsx'
import { filterQuery } from '#app/_ui/filter-query.ts'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { NothingInScope } from '#app/_ui/nothing-in-scope.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Section } from '#app/_ui/section.tsx'
import { FEED_FRESHNESS } from '#lib/domain/feed-freshness.ts'
import { can } from '#lib/domain/permission.ts'
import { listSources } from '#lib/queries/list-sources.ts'
import { AddSource } from './add-source.tsx'
import { matchesSearch, SourceSearch } from './source-search.ts'
import { SourcesTable } from './sources-table.tsx'

export const metadata: Metadata = { title: 'Sources' }

const any = (label: string) => ({ value: '', label })

export default async function SourcesPage({ searchParams }: PageProps<'/sources'>) {
  const { role, scope } = await requireViewer()
  const { search, ignored } = parseSearch(SourceSearch, await searchParams)
  const [db, at] = [getDb(), now()]
  const sources = await listSources(db, scope, { now: at })
  const shown = sources.filter((row) => matchesSearch(search, row))
  const query = filterQuery(search, {})

  return (
    <>
      <PageHeader
        title="Sources"
        description="Where results come from, how current each is, and what its latest scans came to. Listed = parsed + rejected + ignored; nothing is dropped silently."
        actions={<ExportLinks path="/api/v1/sources" search={query} label="Sources of this list" />}
      />
      <IgnoredFilters names={ignored} />
      <Stack gap="md">
        {sources.length > 0 && (
          <Section
            id="list"
            title={
              shown.length === sources.length
                ? `${sources.length} sources`
                : `${shown.length} of ${sources.length} sources`
            }
            description="The quietest first. Counts are of each feed's latest stored scan."
            flush
          >
            <FilterRow
              search={search}
              environments={[...new Set(sources.map(({ environment }) => environment))].sort()}
              isFiltered={query.size > 0}
            />
            <SourcesTable sources={shown} now={at} isFiltered={query.size > 0} />
          </Section>
        )}
        {!sources.length && !can(role, 'source.manage') && <NothingInScope what="source" />}
        {can(role, 'source.manage') && <AddSource />}
      </Stack>
    </>
  )
}

function FilterRow({
  search,
  environments,
  isFiltered,
}: {
  search: SourceSearch
  environments: string[]
  isFiltered: boolean
}) {
  return (
    <div style={{ padding: '0 1rem' }}>
      <FilterForm action="/sources" isFiltered={isFiltered}>
        <TextInput label="Name" name="q" defaultValue={search.q} />
        <NativeSelect
          label="Kind"
          name="kind"
          defaultValue={search.kind ?? ''}
          data={[any('any'), 'cluster', 'pipeline']}
        />
        <NativeSelect
          label="Environment"
          name="environment"
          defaultValue={search.environment ?? ''}
          data={[any('any'), ...environments]}
        />
        <NativeSelect
          label="State"
          name="freshness"
          defaultValue={search.freshness ?? ''}
          data={[
            any('any'),
            ...FEED_FRESHNESS.map((value) => ({
              value,
              label: value === 'fresh' ? 'current' : value === 'never' ? 'never complete' : value,
            })),
          ]}
        />
      </FilterForm>
    </div>
  )
}
