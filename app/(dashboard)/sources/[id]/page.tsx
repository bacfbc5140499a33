import { Alert, Stack } from '@mantine/core'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { z } from 'zod'
import { getDb } from '#app/_server/db.ts'
import { parseSearch } from '#app/_server/parse-search.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { BesideOpen } from '#app/_ui/beside-open.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { EventsSection } from '#app/_ui/events-section.tsx'
import { FeedFreshnessBadge } from '#app/_ui/feed-freshness-badge.tsx'
import { FeedMarks } from '#app/_ui/feed-marks.tsx'
import { IgnoredFilters } from '#app/_ui/ignored-filters.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { utcDay } from '#app/_ui/relative-time.ts'
import { SeverityCards } from '#app/_ui/severity-cards.tsx'
import { can } from '#lib/domain/permission.ts'
import { getOpenBySeverity } from '#lib/queries/get-open-by-severity.ts'
import { listEventDays } from '#lib/queries/list-event-days.ts'
import { listExemptions } from '#lib/queries/list-exemptions.ts'
import { listRejected } from '#lib/queries/list-rejected.ts'
import { listScanFiles } from '#lib/queries/list-scan-files.ts'
import { listScans } from '#lib/queries/list-scans.ts'
import { listSources } from '#lib/queries/list-sources.ts'
import { listTokens } from '#lib/queries/list-tokens.ts'
import { listTrustRules } from '#lib/queries/list-trust-rules.ts'
import { ExemptionsSection } from './exemptions-section.tsx'
import { FeedsSection } from './feeds-section.tsx'
import { ScanSection } from './scan-section.tsx'
import { ScansSection } from './scans-section.tsx'
import { SendersSection } from './senders-section.tsx'

const PAGE = 25
const SHOWN = 200
const EXEMPTIONS = 50
const EVENT_DAYS = 14
const EVENTS = 30

const BEFORE = /^(\d{13,15})_([0-9a-f-]{36})$/
const Search = z.object({ scan: z.guid().optional(), before: z.string().regex(BEFORE).optional() })

const sourceOf = cache(async (id: string) => {
  const { scope } = await requireViewer()
  if (!/^[1-9]\d{0,8}$/.test(id)) return undefined
  return (await listSources(getDb(), scope, { now: now(), id: Number(id) }))[0]
})

export async function generateMetadata({ params }: PageProps<'/sources/[id]'>): Promise<Metadata> {
  return { title: (await sourceOf((await params).id))?.name ?? 'Source' }
}

export default async function SourcePage({ params, searchParams }: PageProps<'/sources/[id]'>) {
  const { role, scope } = await requireViewer()
  const source = await sourceOf((await params).id)
  if (!source) notFound()
  const { search, ignored } = parseSearch(Search, await searchParams)
  const [db, at] = [getDb(), now()]
  const [, time, scanId] = BEFORE.exec(search.before ?? '') ?? []
  const before = time && scanId ? { at: new Date(Number(time)), scanId } : undefined

  const mayManage = can(role, 'token.manage') && can(role, 'trust.manage')
  const [open, scans, asked, tokens, rules, exemptions, events] = await Promise.all([
    getOpenBySeverity(db, scope, { now: at, sourceId: source.id }),
    listScans(db, scope, { sourceId: source.id, limit: PAGE + 1, ...(before && { before }) }),
    search.scan ? listScans(db, scope, { sourceId: source.id, limit: 1, scanId: search.scan }) : [],
    mayManage ? listTokens(db, scope, { sourceId: source.id }, at) : [],
    mayManage ? listTrustRules(db, scope, { sourceId: source.id }) : [],
    source.kind === 'cluster' ? listExemptions(db, scope, { sourceId: source.id, limit: EXEMPTIONS }) : [],
    source.kind === 'cluster'
      ? listEventDays(db, scope, { sourceId: source.id, days: EVENT_DAYS, now: at, limit: EVENTS })
      : [],
  ])
  const page = scans.slice(0, PAGE)
  const selected = asked[0] ?? page.find(({ status }) => status === 'stored') ?? page[0]
  const which = selected && { sourceId: source.id, scanId: selected.scanId, limit: SHOWN }
  const [files, rejected] = which
    ? await Promise.all([listScanFiles(db, scope, which), listRejected(db, scope, which)])
    : [[], []]
  const last = page.at(-1)
  const isWhole = scope.wholeSources === 'all' || scope.wholeSources.includes(source.id)

  return (
    <>
      <PageHeader
        parent={<TextLink href="/sources">Sources</TextLink>}
        title={source.name}
        aside={
          <>
            <FeedFreshnessBadge freshness={source.freshness} /> <FeedMarks feeds={source.feeds} />
          </>
        }
        description={[
          `${source.kind === 'cluster' ? 'Cluster' : 'Pipeline'}, ${source.environment}`,
          source.repository && source.repository !== source.name && `repository ${source.repository}`,
          `${source.subjects.toLocaleString('en')} subjects`,
          `known since ${utcDay(source.createdAt)}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      />
      <IgnoredFilters names={ignored} />
      {source.status === 'degraded' && (
        <Alert color="red" variant="light" mb="md" title="The last reading failed in part">
          {source.statusReason ?? 'It gave no reason.'}
        </Alert>
      )}
      <SeverityCards open={open} of={{ source: source.name }} />
      <BesideOpen open={open} of={{ source: source.name }} />
      <Stack gap="md">
        <FeedsSection source={source} now={at} />
        {mayManage && <SendersSection source={source.name} tokens={tokens} rules={rules} now={at} />}
        {exemptions.length > 0 && <ExemptionsSection exemptions={exemptions} limit={EXEMPTIONS} />}
        {events.length > 0 && <EventsSection events={events} days={EVENT_DAYS} limit={EVENTS} of="source" />}
        {selected && (
          <ScanSection sourceId={source.id} scan={selected} files={files} rejected={rejected} shown={SHOWN} />
        )}
        {!isWhole && (
          <EmptyState title="Scans and originals are not shown to you">
            They speak of everything in this source, and you see a part of it.
          </EmptyState>
        )}
        {isWhole && (
          <ScansSection
            sourceId={source.id}
            scans={page}
            selected={selected?.scanId}
            isFirstPage={!before}
            next={scans.length > PAGE && last ? `${last.observedAt.getTime()}_${last.scanId}` : undefined}
            now={at}
          />
        )}
      </Stack>
    </>
  )
}
