import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { ControlStateBadge } from '#app/_ui/control-state-badge.tsx'
import { type Column, DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { findingsHref } from '#app/_ui/findings-href.ts'
import { formatNumber } from '#app/_ui/format-number.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { NumberLink } from '#app/_ui/number-link.tsx'
import { Section } from '#app/_ui/section.tsx'
import { controlHref } from '../control-href.ts'
import type { TreeRow, TreeSection } from '../prepare-tree.ts'
import { countParts, countWords, prepareWhy } from '../prepare-why.ts'
import type { Place } from '../resolve-place.ts'
import styles from './section-table.module.css'

type Props = { section: TreeSection; framework: string; place: Place; asked: string | undefined }

const AUTOMATION = { partial: 'partly by machine', manual: 'by people only', rollup: '' } as const

export function SectionTable({ section, framework, place, asked }: Props) {
  const { environment, stateDay, today, isHidden } = place
  const isToday = stateDay === undefined || stateDay.day === today
  const behind = (control: string, state: 'open' | 'excepted') =>
    findingsHref({
      framework,
      control,
      environment,
      ...(state === 'excepted' || isToday ? { state } : { state: 'any', on: stateDay.day }),
    })
  const columns: Column<TreeRow>[] = [
    {
      key: 'control',
      header: 'Control',
      isRowHeader: true,
      wide: true,
      width: '36%',
      cell: (row) => (
        <div style={{ paddingInlineStart: `${row.depth}rem` }}>
          <TextLink
            href={controlHref({ framework, control: row.id }, { environment, asOf: asked })}
            fw={row.automation === 'rollup' ? 600 : 450}
          >
            {row.displayId} {row.title}
          </TextLink>
          {!isHidden && (
            <div className={styles.narrow}>
              <State row={row} />
            </div>
          )}
        </div>
      ),
    },
    { key: 'state', header: 'State and why', wide: true, visibleFrom: 'sm', cell: (row) => <State row={row} /> },
    {
      key: 'fail',
      header: 'Failing',
      align: 'end',
      width: '5rem',
      cell: (row) => (
        <Count row={row}>
          <NumberLink
            value={countParts(row.parts).fail}
            href={behind(row.id, 'open')}
            label={`failing results of ${row.displayId}`}
          />
        </Count>
      ),
    },
    {
      key: 'pass',
      header: 'Passing',
      align: 'end',
      width: '5rem',
      visibleFrom: 'sm',
      cell: (row) => <Count row={row}>{formatNumber(countParts(row.parts).pass)}</Count>,
    },
    {
      key: 'excepted',
      header: 'Excepted',
      align: 'end',
      width: '5rem',
      visibleFrom: 'sm',
      cell: (row) => (
        <Count row={row}>
          {isToday ? (
            <NumberLink
              value={countParts(row.parts).excepted}
              href={behind(row.id, 'excepted')}
              label={`excepted results of ${row.displayId}`}
            />
          ) : (
            formatNumber(countParts(row.parts).excepted)
          )}
        </Count>
      ),
    },
    {
      key: 'automation',
      header: 'Evidence',
      visibleFrom: 'lg',
      nowrap: true,
      width: '8.5rem',
      cell: (row) => AUTOMATION[row.automation],
    },
  ]
  return (
    <Section
      id={`section-${section.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`}
      title={section.name}
      description={isHidden ? undefined : countWords(section.counts)}
      flush
      actions={!isHidden && section.worst && <ControlStateBadge state={section.worst} />}
    >
      <DataTable
        caption={`Controls of ${section.name}`}
        columns={isHidden ? columns.filter(({ key }) => key === 'control' || key === 'automation') : columns}
        rows={section.rows}
        rowKey={({ id }) => id}
        empty={<EmptyState title="No control" />}
      />
    </Section>
  )
}

/** Where nothing was judged there is no number, not even a zero. */
function Count({ row, children }: { row: TreeRow; children: ReactNode }) {
  if (row.parts.length) return children
  return (
    <Text span c="dimmed">
      {row.below ? '' : '–'}
    </Text>
  )
}

const State = ({ row }: { row: TreeRow }) => (
  <>
    {row.below ? row.below.worst && <ControlStateBadge state={row.below.worst} /> : <ControlStateBadge {...row} />}
    <Text size="xs" c="dimmed">
      {row.below ? countWords(row.below.counts) : prepareWhy(row)}
    </Text>
  </>
)
