import { Stack, Text } from '@mantine/core'
import { getDb } from '#app/_server/db.ts'
import { now, type Viewer } from '#app/_server/session.ts'
import { ConfirmButton } from '#app/_ui/confirm-button.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { utcDay } from '#app/_ui/relative-time.ts'
import { Section } from '#app/_ui/section.tsx'
import { lastDayBefore } from '#lib/domain/audit-plan.ts'
import { can } from '#lib/domain/permission.ts'
import type { AuditRow } from '#lib/queries/audit-row.ts'
import { listAuditPeople } from '#lib/queries/list-audit-people.ts'
import { changeAuditAction, closeAuditAction } from '../audit-actions.ts'
import { limitWords, windowWords } from '../audit-words.ts'
import { PlanForm } from '../plan-form.tsx'
import { planOptions } from '../plan-options.ts'
import { BundleForm } from './bundle-form.tsx'
import { PeopleSection } from './people-section.tsx'

/** An audit for those who make audits: who was invited, what they may look at, and how to end it. */
export async function ForManager({ audit, viewer }: { audit: AuditRow; viewer: Viewer }) {
  const { scope, role } = viewer
  const at = now()
  const [people, options] = await Promise.all([listAuditPeople(getDb(), scope, audit.id), planOptions(scope)])
  const { id, name, limits } = audit
  const plan = {
    name,
    frameworks: audit.frameworks.map((framework) => framework.id),
    from: utcDay(audit.from),
    to: lastDayBefore(audit.until),
    expiresOn: lastDayBefore(audit.expiresAt),
    ...limits,
  }
  return (
    <Stack gap="md" maw="56rem">
      <PeopleSection audit={audit} people={people} now={at} mayInvite={can(role, 'user.manage')} />
      {can(role, 'bundle.make') && (
        <Section
          id="evidence"
          title="Evidence"
          description="A bundle of what the auditors may look at: its window, frameworks and sources, verifiable without this server."
        >
          <BundleForm id={id} />
        </Section>
      )}
      {audit.closedAt ? (
        <Section id="closed" title="Closed">
          <Text mb="sm">
            Its auditors cannot sign in any more, and it stays as it was. Create another one to go on.
          </Text>
          <Facts
            facts={[
              ['Frameworks', audit.frameworks.map(({ title }) => title).join(', ')],
              ['Window', windowWords(audit)],
              ['Scope', limitWords(audit)],
              ['Created', `${utcDay(audit.createdAt)} by ${audit.createdBy}`],
              ['Closed', <Freshness key="closed" at={audit.closedAt} now={at} show="both" />],
            ]}
          />
        </Section>
      ) : (
        <>
          <Section
            id="plan"
            title="What they may look at"
            description={`Created by ${audit.createdBy} on ${utcDay(audit.createdAt)}. A change counts from their next click on.`}
          >
            <PlanForm
              key={JSON.stringify(plan)}
              action={changeAuditAction}
              options={options}
              plan={plan}
              id={id}
              submit="Save"
            />
          </Section>
          <Section
            id="close"
            title="Close the audit"
            description="When the auditors are done. It cannot be opened again; its history stays."
          >
            <ConfirmButton
              action={closeAuditAction}
              fields={{ id }}
              label="Close"
              describedAs={`Close ${name}`}
              question="Its auditors are signed out at once and cannot come back. This cannot be undone."
              size="sm"
            />
          </Section>
        </>
      )}
    </Stack>
  )
}
