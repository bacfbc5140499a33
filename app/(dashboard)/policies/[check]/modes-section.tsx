import { Text } from '@mantine/core'
import { DataTable } from '#app/_ui/data-table.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Freshness } from '#app/_ui/freshness.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { ModeBadge } from '#app/_ui/mode-badge.tsx'
import { utcDay } from '#app/_ui/relative-time.ts'
import { Section } from '#app/_ui/section.tsx'
import type { CheckMode } from '#lib/queries/list-check-modes.ts'
import { enforcementWords, type PlaceModes } from './prepare-modes.ts'

/** What it does in each source and place, and since when. */
export function ModesSection({ places, now }: { places: readonly PlaceModes[]; now: Date }) {
  return (
    <Section
      id="modes"
      title="What it does, and since when"
      description={`${enforcementWords(places)} A mode comes from the policy itself; “or earlier” marks one that was there when the policy was first read.`}
      flush
    >
      <DataTable
        caption="Modes by source and place"
        rows={places}
        rowKey={({ sourceId, place }) => `${sourceId} ${place}`}
        empty={
          <EmptyState title="No source states a mode">
            Modes come from the policies of a cluster. Scanners have none; for a cluster, check that it may be read:{' '}
            <TextLink href="/sources">look at the sources</TextLink>.
          </EmptyState>
        }
        columns={[
          {
            key: 'source',
            header: 'Source',
            isRowHeader: true,
            cell: ({ sourceId, source, environment }) => (
              <>
                <TextLink href={`/sources/${sourceId}`}>{source}</TextLink>
                <Text size="xs" c="dimmed">
                  {environment}
                </Text>
              </>
            ),
          },
          {
            key: 'place',
            header: 'Where',
            cell: ({ place, sourceId }) =>
              place ||
              (places.some((one) => one.sourceId === sourceId && one.place) ? 'everywhere else' : 'everywhere'),
          },
          {
            key: 'mode',
            header: 'Mode',
            cell: ({ now: current }) =>
              current ? <ModeBadge mode={current.mode} /> : <Text c="dimmed">gone from here</Text>,
          },
          {
            key: 'since',
            header: 'Since',
            nowrap: true,
            cell: ({ now: current }) => current && <Since mode={current} now={now} />,
          },
          { key: 'said', header: 'As written', cell: ({ now: current }) => current?.said },
          { key: 'before', header: 'Before', cell: ({ before }) => <Before modes={before} /> },
        ]}
      />
    </Section>
  )
}

function Since({ mode, now }: { mode: CheckMode; now: Date }) {
  return (
    <>
      <Freshness at={mode.from} now={now} show="day" />
      {mode.isBaseline && ' or earlier'}
      <Text size="xs" c="dimmed">
        <Freshness at={mode.from} now={now} />
      </Text>
    </>
  )
}

function Before({ modes }: { modes: readonly CheckMode[] }) {
  if (!modes.length) return <Text c="dimmed">nothing else</Text>
  return (
    <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
      {modes.map((mode) => (
        <li key={mode.from.getTime()}>
          <ModeBadge mode={mode.mode} /> {mode.isBaseline ? 'until' : `${utcDay(mode.from)} to`}{' '}
          {mode.to && utcDay(mode.to)}
        </li>
      ))}
    </ul>
  )
}
