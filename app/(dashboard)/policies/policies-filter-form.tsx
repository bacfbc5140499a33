import { NativeSelect, TextInput } from '@mantine/core'
import { FilterForm } from '#app/_ui/filter-form.tsx'
import { modeWords } from '#app/_ui/mode-badge.tsx'
import { type CheckFilter, MODE_FILTERS } from '#lib/domain/check-filter.ts'
import { SEVERITIES } from '#lib/domain/severity.ts'

type Props = {
  filter: CheckFilter
  engines: readonly string[]
  sources: readonly string[]
  isFiltered: boolean
}

const HALF = { base: 'calc(50% - 6px)', xs: 160 }
const ANY = { value: '', label: 'Any' }
const SORTS: { value: CheckFilter['sort']; label: string }[] = [
  { value: 'open', label: 'Most open first' },
  { value: 'severity', label: 'Worst severity first' },
  { value: 'newest', label: 'Newest first' },
  { value: 'name', label: 'By name' },
]

export function PoliciesFilterForm({ filter, engines, sources, isFiltered }: Props) {
  return (
    <FilterForm action="/policies" isFiltered={isFiltered}>
      {filter.limit !== 50 && <input type="hidden" name="limit" value={filter.limit} />}
      <TextInput
        label="Contains"
        name="q"
        defaultValue={filter.q}
        placeholder="Title, policy, rule or category"
        w={{ base: '100%', xs: 260 }}
      />
      <NativeSelect
        label="Engine"
        name="engine"
        defaultValue={filter.engine}
        data={[ANY, ...withCurrent(engines, filter.engine)]}
        w={HALF}
      />
      <NativeSelect
        label="Mode"
        name="mode"
        defaultValue={filter.mode}
        data={[
          ANY,
          ...MODE_FILTERS.map((mode) => ({ value: mode, label: mode === 'unknown' ? 'not stated' : modeWords(mode) })),
        ]}
        w={HALF}
      />
      <NativeSelect
        label="Severity"
        name="severity"
        defaultValue={filter.severity}
        data={[ANY, ...SEVERITIES]}
        w={HALF}
      />
      <NativeSelect
        label="Source"
        name="source"
        defaultValue={filter.source}
        data={[ANY, ...withCurrent(sources, filter.source)]}
        w={HALF}
      />
      <NativeSelect
        label="Controls"
        name="mapped"
        defaultValue={filter.mapped}
        data={[ANY, { value: 'yes', label: 'speaks for some' }, { value: 'no', label: 'speaks for none' }]}
        w={HALF}
      />
      <NativeSelect label="Order" name="sort" defaultValue={filter.sort} data={SORTS} w={HALF} />
    </FilterForm>
  )
}

const withCurrent = (names: readonly string[], current: string | undefined): string[] =>
  current && !names.includes(current) ? [current, ...names] : [...names]
