import { NativeSelect, TextInput } from '@mantine/core'
import { CLOSE_REASON_WORDS } from '#app/_ui/closing-words.ts'
import { FilterForm } from '#app/_ui/filter-form.tsx'
import { CLOSE_REASONS } from '#lib/domain/closing.ts'
import { type FindingFilter, NO_TEAM } from '#lib/domain/finding-filter.ts'
import { STATUSES } from '#lib/domain/outcome.ts'
import type { FilterOptions } from '#lib/queries/list-filter-options.ts'
import styles from './findings-filter-form.module.css'

type Props = { filter: FindingFilter; options: FilterOptions; isFiltered: boolean }

const PERIODS = ['1d', '7d', '30d', '90d']
const [, ...REASONS] = CLOSE_REASONS
const MORE = ['environment', 'engine', 'policy', 'namespace', 'kind', 'opened', 'due'] as const
/** Set by links alone; the form carries them on. */
const CARRIED = ['state', 'severity', 'check', 'framework', 'control', 'exception', 'cause', 'on', 'limit'] as const

export function FindingsFilterForm({ filter, options, isFiltered }: Props) {
  const isMoreOpen = MORE.some((name) => filter[name] !== undefined)
  return (
    <FilterForm action="/findings" isFiltered={isFiltered}>
      {CARRIED.map((name) => {
        const value = filter[name]
        return value === undefined ? null : <input key={name} type="hidden" name={name} value={String(value)} />
      })}
      <TextInput
        label="Contains"
        name="q"
        defaultValue={filter.q}
        placeholder="Subject, message or policy"
        className={styles.search}
      />
      <NativeSelect
        label="Source"
        name="source"
        defaultValue={filter.source}
        data={withAny(options.sources, filter.source)}
        className={styles.field}
      />
      <NativeSelect
        label="Team"
        name="team"
        defaultValue={filter.team}
        data={[
          ANY,
          { value: NO_TEAM, label: 'Nobody' },
          ...options.teams.map(({ slug, name }) => ({ value: slug, label: name })),
        ]}
        className={styles.field}
      />
      {filter.state !== 'excepted' && (
        <NativeSelect
          label="Status"
          name="status"
          defaultValue={filter.status?.join()}
          data={withAny(STATUSES, filter.status?.join())}
          className={styles.narrow}
        />
      )}
      {filter.state === 'closed' && (
        <>
          <NativeSelect
            label="Closed because"
            name="reason"
            defaultValue={filter.reason?.join()}
            data={[ANY, ...REASONS.map((reason) => ({ value: reason, label: CLOSE_REASON_WORDS[reason] }))]}
            className={styles.field}
          />
          <NativeSelect
            label="Closed"
            name="closed"
            defaultValue={filter.closed}
            data={periods(filter.closed)}
            className={styles.narrow}
          />
        </>
      )}
      <NativeSelect
        label="Order"
        name="sort"
        defaultValue={filter.sort}
        data={[
          { value: 'worst', label: 'Worst first' },
          { value: 'newest', label: 'Newest first' },
          { value: 'oldest', label: 'Oldest first' },
        ]}
        className={styles.narrow}
      />
      <details className={styles.more} open={isMoreOpen}>
        <summary>More filters</summary>
        <div className={styles.fields}>
          <NativeSelect
            label="Environment"
            name="environment"
            defaultValue={filter.environment}
            data={withAny(options.environments, filter.environment)}
            className={styles.field}
          />
          <NativeSelect
            label="Engine"
            name="engine"
            defaultValue={filter.engine}
            data={withAny(options.engines, filter.engine)}
            className={styles.field}
          />
          <TextInput
            label="Policy"
            name="policy"
            defaultValue={filter.policy}
            placeholder="Its whole name"
            className={styles.field}
          />
          <TextInput label="Namespace" name="namespace" defaultValue={filter.namespace} className={styles.field} />
          <TextInput
            label="Kind"
            name="kind"
            defaultValue={filter.kind}
            placeholder="Deployment"
            className={styles.field}
          />
          <NativeSelect
            label="Opened"
            name="opened"
            defaultValue={filter.opened}
            data={periods(filter.opened)}
            className={styles.field}
          />
          {filter.state === 'open' && (
            <NativeSelect
              label="Due"
              name="due"
              defaultValue={filter.due}
              data={[ANY, { value: 'overdue', label: 'Overdue' }]}
              className={styles.narrow}
            />
          )}
        </div>
      </details>
    </FilterForm>
  )
}

const ANY = { value: '', label: 'Any' }

/** A value that is set but not on offer stays, so that applying the form again does not lose it. */
const withAny = (values: readonly string[], set: string | undefined) => [
  ANY,
  ...(set && !values.includes(set) ? [set] : []).concat(values).map((value) => ({ value, label: value })),
]

const periods = (set: string | undefined) => [
  { value: '', label: 'Any time' },
  ...PERIODS.map((value) => ({ value, label: `Last ${value === '1d' ? 'day' : `${value.slice(0, -1)} days`}` })),
  ...(set && !PERIODS.includes(set) ? [{ value: set, label: set.replace('..', ' to ') }] : []),
]
