import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getDb } from '#app/_server/db.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { CompletenessNotice } from '#app/_ui/completeness-notice.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Section } from '#app/_ui/section.tsx'
import { SeverityBadge } from '#app/_ui/severity-badge.tsx'
import { StatusBadge } from '#app/_ui/status-badge.tsx'
import { Verbatim } from '#app/_ui/verbatim.tsx'
import { parseFindingKey } from '#lib/domain/finding-key.ts'
import { type Finding, getFinding } from '#lib/queries/get-finding.ts'
import { getFindingOriginal } from '#lib/queries/get-finding-original.ts'
import { listFindingControls } from '#lib/queries/list-finding-controls.ts'
import { listFindingEpisodes } from '#lib/queries/list-finding-episodes.ts'
import { listFindingEvents } from '#lib/queries/list-finding-events.ts'
import { listFindingExceptions } from '#lib/queries/list-finding-exceptions.ts'
import { listUnsureFeeds } from '#lib/queries/list-unsure-feeds.ts'
import { ControlsSection } from './controls-section.tsx'
import { ExceptionsSection } from './exceptions-section.tsx'
import { FindingFacts } from './finding-facts.tsx'
import { OriginalSection } from './original-section.tsx'
import styles from './page.module.css'
import { prepareTimeline } from './prepare-timeline.ts'
import { TimelineSection } from './timeline-section.tsx'

export const metadata: Metadata = { title: 'Finding' }

export default async function FindingPage({ params }: PageProps<'/findings/[key]'>) {
  const { scope } = await requireViewer()
  const key = parseFindingKey(decodeURIComponent((await params).key))
  const [db, at] = [getDb(), now()]
  const finding = key && (await getFinding(db, scope, key))
  if (!key || !finding) notFound()
  const [episodes, events, controls, exceptions, original, unsure] = await Promise.all([
    listFindingEpisodes(db, scope, key),
    listFindingEvents(db, scope, key),
    listFindingControls(db, scope, { checkId: key.checkId, environment: finding.environment }),
    listFindingExceptions(db, scope, key),
    getFindingOriginal(db, scope, key, finding.detail?.file),
    listUnsureFeeds(db, scope, { source: finding.source }, at),
  ])

  return (
    <>
      <PageHeader
        parent={<TextLink href="/findings">Findings</TextLink>}
        title={finding.title ?? finding.policy}
        aside={
          <>
            <SeverityBadge severity={finding.severity} />
            <StatusBadge status={statusOf(finding)} />
          </>
        }
        description={`${finding.kind ?? 'Subject'} ${[finding.namespace, finding.name ?? finding.subject].filter(Boolean).join('/')} in ${finding.source}`}
      />
      <CompletenessNotice feeds={unsure} now={at} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Section id="said" title="What the check says">
            {finding.message ? (
              <Verbatim text={finding.message} label="Message of the check" />
            ) : (
              <p className={styles.none}>The tool gave no message.</p>
            )}
          </Section>
          <TimelineSection timeline={prepareTimeline(episodes, events, at)} finding={finding} now={at} />
          <OriginalSection original={original} finding={finding} now={at} />
        </div>
        <div className={styles.side}>
          <Section id="facts" title="Facts">
            <FindingFacts finding={finding} now={at} />
          </Section>
          <ExceptionsSection exceptions={exceptions} finding={finding} now={at} />
          <ControlsSection controls={controls} finding={finding} />
        </div>
      </div>
    </>
  )
}

const statusOf = ({ state, status }: Finding) => (state === 'open' ? (status ?? 'error') : state)
