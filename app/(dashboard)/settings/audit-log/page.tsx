import { NativeSelect, TextInput } from '@mantine/core'
import type { Metadata } from 'next'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { ExportLinks } from '#app/_ui/export-links.tsx'
import { FilterForm } from '#app/_ui/filter-form.tsx'
import { filterQuery } from '#app/_ui/filter-query.ts'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { Section } from '#app/_ui/section.tsx'
import { AuditLogFilter } from '#lib/domain/audit-log-filter.ts'
import { isEverything } from '#lib/domain/scope.ts'
import { checkAuditChain } from '#lib/queries/check-audit-chain.ts'
import { listAuditActions } from '#lib/queries/list-audit-actions.ts'
import { listAuditLog } from '#lib/queries/list-audit-log.ts'
import { AuditLogTable } from './audit-log-table.tsx'
import { ChainNote } from './chain-note.tsx'

export const metadata: Metadata = { title: 'Audit log' }

const PAGE = 50

export default async function AuditLogPage({ searchParams }: PageProps<'/settings/audit-log'>) {
  const { scope } = await requirePermission('audit-log.read')
  const { search, ignored } = parseSearch(AuditLogFilter, await searchParams)
  const [db, at] = [getDb(), now()]
  if (!isEverything(scope))
    return (
      <>
        <PageHeader title="Audit log" />
        <EmptyState title="The audit log is not shown to you">
          It speaks of everybody, and you see a part of what there is.
        </EmptyState>
      </>
    )
  const [page, actions, chain] = await Promise.all([
    listAuditLog(db, scope, { ...search, limit: PAGE }),
    listAuditActions(db, scope),
    checkAuditChain(db),
  ])
  const query = filterQuery(search, { limit: 100 })
  const href = (before?: number) => {
    const address = new URLSearchParams(query)
    if (before) address.set('before', String(before))
    return `/settings/audit-log?${address}` as const
  }
  const option = (value: string) => ({ value, label: value.includes('.') ? `– ${value}` : `all of ${value}` })

  return (
    <>
      <PageHeader
        title="Audit log"
        description="Who did what, when and from where: sign-ins, changes, exports, and readings of bundles and originals. Rows are only ever added, and outlive the users they name."
        actions={<ExportLinks path="/api/v1/audit-log" search={query} label="Rows of this list" />}
      />
      <IgnoredFilters names={ignored} />
      <ChainNote chain={chain} now={at} />
      <Section id="log" title="Rows" description="Newest first." flush>
        <div style={{ padding: '0 1rem' }}>
          <FilterForm action="/settings/audit-log" isFiltered={query.size > 0}>
            <NativeSelect
              label="What"
              name="action"
              defaultValue={search.action ?? ''}
              data={[{ value: '', label: 'anything' }, ...actions.map(option)]}
            />
            <TextInput label="Who" name="actor" defaultValue={search.actor} placeholder="E-mail or token:name" />
            <TextInput label="To what" name="object" defaultValue={search.object} placeholder="token:…" />
            <TextInput label="From" name="from" type="date" defaultValue={search.from} />
            <TextInput label="To" name="to" type="date" defaultValue={search.to} />
            <TextInput label="Contains" name="q" defaultValue={search.q} />
          </FilterForm>
        </div>
        <AuditLogTable rows={page.rows} now={at} isFiltered={query.size > 0} />
        <div style={{ padding: '0 1rem 0.75rem' }}>
          <Pager first={search.before ? href() : undefined} next={page.next ? href(page.next) : undefined} />
        </div>
      </Section>
    </>
  )
}
