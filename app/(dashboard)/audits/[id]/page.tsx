import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { getDb } from '#app/_server/db.ts'
import { now, requireViewer } from '#app/_server/session.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import { can } from '#lib/domain/permission.ts'
import { getAudit } from '#lib/queries/get-audit.ts'
import { auditStateWords, limitWords, windowWords } from '../audit-words.ts'
import { ForAuditor } from './for-auditor.tsx'
import { ForManager } from './for-manager.tsx'

const auditOf = cache(async (id: string) => {
  const { scope } = await requireViewer()
  return getAudit(getDb(), scope, id)
})

export async function generateMetadata({ params }: PageProps<'/audits/[id]'>): Promise<Metadata> {
  return { title: (await auditOf((await params).id))?.name ?? 'Audit' }
}

export default async function AuditPage({ params }: PageProps<'/audits/[id]'>) {
  const viewer = await requireViewer()
  const audit = await auditOf((await params).id)
  if (!audit) notFound()
  const { words, tone } = auditStateWords(audit, now())
  const isManager = can(viewer.role, 'audit.manage')

  return (
    <>
      <PageHeader
        parent={isManager ? <TextLink href="/audits">Audits</TextLink> : 'Your audit'}
        title={audit.name}
        aside={<ToneBadge tone={tone}>{words}</ToneBadge>}
        description={`${audit.frameworks.map(({ title }) => title).join(', ')}, ${windowWords(audit)}, ${limitWords(audit)}`}
      />
      {isManager ? <ForManager audit={audit} viewer={viewer} /> : <ForAuditor audit={audit} />}
    </>
  )
}
