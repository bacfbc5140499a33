import { Divider, Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { ToneBadge } from '#app/_ui/tone-badge.tsx'
import { InviteForm } from '#app/(dashboard)/settings/users/invite-form.tsx'
import { auditState } from '#lib/domain/audit-state.ts'
import type { AuditRow } from '#lib/queries/audit-row.ts'
import type { AuditPerson } from '#lib/queries/list-audit-people.ts'

type Props = { audit: AuditRow; people: AuditPerson[]; now: Date; mayInvite: boolean }

/** Who was invited to an audit. Inviting makes a user, so that only administrators do. */
export function PeopleSection({ audit, people, now, mayInvite }: Props) {
  const state = auditState(audit, now)
  const isOver = state === 'closed' || state === 'expired'
  return (
    <Section id="people" title="People" description="The auditors who were invited to this audit." flush>
      <DataTable
        caption="People of the audit"
        rows={people}
        rowKey={(row) => row.id}
        empty={
          <EmptyState title="Nobody yet">
            {mayInvite ? 'Invite the auditors below.' : 'An administrator invites the auditors, on this page.'}
          </EmptyState>
        }
        columns={[
          {
            key: 'name',
            header: 'Name',
            isRowHeader: true,
            cell: (row) => (mayInvite ? <TextLink href={`/settings/users/${row.id}`}>{row.name}</TextLink> : row.name),
          },
          { key: 'email', header: 'E-mail', cell: (row) => row.email },
          {
            key: 'last',
            header: 'Last sign-in',
            nowrap: true,
            cell: (row) => <Freshness at={row.lastSignInAt} now={now} none="–" />,
          },
          {
            key: 'state',
            header: 'State',
            nowrap: true,
            cell: (row) => {
              if (row.disabledAt) return <ToneBadge tone="bad">disabled</ToneBadge>
              return isOver ? <ToneBadge tone="muted">over</ToneBadge> : <ToneBadge tone="good">may look</ToneBadge>
            },
          },
        ]}
      />
      {mayInvite && !isOver && (
        <div style={{ padding: '0 1rem 1rem' }}>
          <Divider mb="md" />
          <InviteForm submit="Invite">
            <input type="hidden" name="role" value="auditor" />
            <input type="hidden" name="audit" value={audit.id} />
          </InviteForm>
        </div>
      )}
      {!mayInvite && people.length > 0 && (
        <Text size="xs" c="dimmed" px="md" pb="md">
          An administrator invites more people, on this page.
        </Text>
      )}
    </Section>
  )
}
