import { ControlStateBadge } from '#app/_ui/control-state-badge.tsx'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { controlHref } from '../control-href.ts'
import type { ControlSearch } from '../control-search.ts'
import type { TreeSection } from '../prepare-tree.ts'
import { countWords } from '../prepare-why.ts'

type Props = {
  sections: readonly TreeSection[]
  current: string | undefined
  framework: string
  params: Omit<ControlSearch, 'framework'>
}

/** The sections of a long catalogue, each with the states of what it holds and the worst of them. */
export function SectionIndex({ sections, current, framework, params }: Props) {
  if (current)
    return (
      <p>
        <TextLink href={controlHref({ framework }, { ...params, section: undefined })}>All sections</TextLink>
      </p>
    )
  return (
    <Section id="sections" title="Sections" flush>
      <DataTable
        caption="Sections"
        rows={sections}
        rowKey={({ name }) => name}
        empty={<EmptyState title="No section" />}
        columns={[
          {
            key: 'name',
            header: 'Section',
            isRowHeader: true,
            cell: ({ name }) => (
              <TextLink href={controlHref({ framework }, { ...params, section: name })}>{name}</TextLink>
            ),
          },
          { key: 'worst', header: 'Worst', cell: ({ worst }) => worst && <ControlStateBadge state={worst} /> },
          { key: 'counts', header: 'Controls', visibleFrom: 'sm', cell: ({ counts }) => countWords(counts) },
          { key: 'rows', header: 'Rows', align: 'end', cell: ({ rows }) => rows.length },
        ]}
      />
    </Section>
  )
}
