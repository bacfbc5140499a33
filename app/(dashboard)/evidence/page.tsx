import type { Metadata } from 'next'
import { getDb } from '#app/_server/db.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { CompletenessNotice } from '#app/_ui/completeness-notice.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { ExportLinks } from '#app/_ui/export-links.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Section } from '#app/_ui/section.tsx'
import { can } from '#lib/domain/permission.ts'
import { isEverything } from '#lib/domain/scope.ts'
import { listBundles } from '#lib/queries/list-bundles.ts'
import { listUnsureFeeds } from '#lib/queries/list-unsure-feeds.ts'
import { BundlesTable } from './bundles-table.tsx'
import styles from './page.module.css'
import { prepareMonths } from './prepare-months.ts'
import { RefreshWhile } from './refresh-while.tsx'
import { RequestForm } from './request-form.tsx'
import { VerifyOffline } from './verify-offline.tsx'

export const metadata: Metadata = { title: 'Evidence' }

export default async function EvidencePage() {
  const { role, scope } = await requireViewer()
  const [db, at] = [getDb(), now()]
  const [bundles, unsure] = await Promise.all([listBundles(db, scope), listUnsureFeeds(db, scope, {}, at)])
  const mayMake = can(role, 'bundle.make') && isEverything(scope)
  const mayHave = isEverything(scope) || scope.audit !== undefined
  const isBusy = bundles.some(({ state }) => state === 'queued' || state === 'running')

  return (
    <>
      <PageHeader
        title="Evidence"
        description="Bundles of everything that was recorded of a period: what each control came to and why, and the documents behind it, verifiable without us."
        actions={mayHave && <ExportLinks path="/api/v1/bundles" label="List of bundles" />}
      />
      <CompletenessNotice feeds={unsure} now={at} />
      <RefreshWhile isBusy={isBusy} />
      <div className={styles.stack}>
        {mayMake && (
          <Section
            id="make"
            title="Make a bundle"
            description="It is made in the background from one snapshot. What is missing in the period is named in it, never left out in silence."
          >
            <RequestForm months={prepareMonths(at)} today={at.toISOString().slice(0, 10)} />
          </Section>
        )}
        <Section id="bundles" title="Bundles" flush>
          {mayHave ? <BundlesTable bundles={bundles} now={at} mayMake={mayMake} /> : <NotYours />}
        </Section>
        <VerifyOffline />
      </div>
    </>
  )
}

const NotYours = () => (
  <EmptyState title="Bundles are for those who see everything, and for auditors">
    A bundle holds all that was recorded of its period, or all of an audit. Ask a compliance officer for the file; how
    to verify it is below.
  </EmptyState>
)
