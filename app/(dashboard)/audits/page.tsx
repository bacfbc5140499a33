import { Stack } from '@mantine/core'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getDb } from '#app/_server/db.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { ExportLinks } from '#app/_ui/export-links.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { utcDay } from '#app/_ui/relative-time.ts'
import { Section } from '#app/_ui/section.tsx'
import { can } from '#lib/domain/permission.ts'
import { listAudits } from '#lib/queries/list-audits.ts'
import { createAuditAction } from './audit-actions.ts'
import { AuditsTable } from './audits-table.tsx'
import { PlanForm } from './plan-form.tsx'
import { planOptions } from './plan-options.ts'

export const metadata: Metadata = { title: 'Audits' }

const DESCRIPTION =
  'An audit lets people from outside look at some frameworks, over some days, of some sources: read only, until it expires.'

export default async function AuditsPage() {
  const { role, scope, audit } = await requireViewer()
  if (audit) redirect(`/audits/${audit.id}`)
  if (!can(role, 'audit.manage'))
    return (
      <>
        <PageHeader title="Audits" description={DESCRIPTION} />
        <EmptyState title="Audits are made by compliance officers">
          You see what your teams own at any time, without one. When somebody outside has to look at it, ask a
          compliance officer or an administrator for an audit.
        </EmptyState>
      </>
    )
  const at = now()
  const [audits, options] = await Promise.all([listAudits(getDb(), scope), planOptions(scope)])

  return (
    <>
      <PageHeader
        title="Audits"
        description={DESCRIPTION}
        actions={<ExportLinks path="/api/v1/audits" label="Audits" />}
      />
      <Stack gap="md">
        <Section id="list" title={audits.length === 1 ? 'One audit' : `${audits.length} audits`} flush>
          <AuditsTable audits={audits} now={at} />
        </Section>
        <Section
          id="create"
          title="Create an audit"
          description="Nobody sees anything through it until people are invited to it. Days are whole, in UTC."
        >
          <PlanForm action={createAuditAction} options={options} plan={usualPlan(at)} submit="Create" />
        </Section>
      </Stack>
    </>
  )
}

/** What is asked for most: the quarter before this day, open for two months. */
function usualPlan(at: Date) {
  const month = at.getUTCMonth()
  const quarter = month - (month % 3)
  const day = (months: number, days: number) => utcDay(new Date(Date.UTC(at.getUTCFullYear(), quarter + months, days)))
  return {
    name: '',
    frameworks: [],
    from: day(-3, 1),
    to: day(0, 0),
    expiresOn: utcDay(new Date(at.getTime() + 60 * 86_400_000)),
  }
}
