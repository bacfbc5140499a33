import { Code, Divider, VisuallyHidden } from '@mantine/core'
import { ConfirmButton } from '#app/_ui/confirm-button.tsx'
import { type Column, DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import type { TeamRuleRow } from '#lib/queries/list-team-rules.ts'
import { AddRuleForm } from './add-rule-form.tsx'
import { MoveRuleButtons } from './move-rule-buttons.tsx'
import { removeRule } from './rule-actions.ts'

const KIND_WORDS: Record<TeamRuleRow['kind'], string> = {
  namespace: 'namespace',
  repository: 'repository',
  label: 'namespaces labelled',
}

type Props = {
  rules: TeamRuleRow[]
  teams: { slug: string; name: string }[]
  showTeam: boolean
  /** Whether the viewer adds, moves and removes rules, or reads them. */
  mayManage: boolean
}

/** Who owns what: the rules in the order they are asked. The first that applies decides. */
export function RulesSection({ rules, teams, showTeam, mayManage }: Props) {
  return (
    <Section
      id="rules"
      title="Ownership rules"
      description="Asked from the first to the last; the first that applies decides. Where none does, the namespace's labels team, owner and app.kubernetes.io/team do. * stands for any run of characters."
    >
      {mayManage && teams.length > 0 && (
        <>
          <AddRuleForm teams={teams} />
          <Divider my="md" />
        </>
      )}
      <DataTable
        caption="Ownership rules in the order they are asked"
        rows={rules}
        rowKey={(row) => row.id}
        empty={<EmptyState title="No rule yet">Until there is one, labels alone say who owns a namespace.</EmptyState>}
        columns={[
          { key: 'order', header: 'Asked', align: 'end', width: '4rem', cell: (row) => row.order },
          {
            key: 'pattern',
            header: 'What it owns',
            isRowHeader: true,
            wide: true,
            cell: (row) => (
              <>
                {KIND_WORDS[row.kind]} <Code style={{ overflowWrap: 'anywhere' }}>{row.pattern}</Code>
              </>
            ),
          },
          ...(showTeam
            ? [
                {
                  key: 'team',
                  header: 'Team',
                  cell: (row: TeamRuleRow) => <TextLink href={`/teams/${row.slug}`}>{row.team}</TextLink>,
                },
              ]
            : []),
          ...(mayManage ? CHANGES : []),
        ]}
      />
    </Section>
  )
}

const CHANGES: Column<TeamRuleRow>[] = [
  {
    key: 'move',
    header: 'Order',
    width: '5rem',
    cell: (row) => <MoveRuleButtons id={row.id} pattern={row.pattern} isFirst={row.isFirst} isLast={row.isLast} />,
  },
  {
    key: 'remove',
    header: <VisuallyHidden>Action</VisuallyHidden>,
    align: 'end',
    cell: (row) => (
      <ConfirmButton
        action={removeRule}
        fields={{ id: row.id }}
        label="Remove"
        describedAs={`Remove the rule ${row.pattern}`}
        question={`What "${row.pattern}" gave to ${row.team} goes to the next rule or label that applies, or to nobody.`}
      />
    ),
  },
]
