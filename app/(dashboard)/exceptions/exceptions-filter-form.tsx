import { NativeSelect, TextInput } from '@mantine/core'
import { FilterForm } from '#app/_ui/filter-form.tsx'
import { EXCEPTION_KINDS, type ExceptionFilter } from '#lib/domain/exception-filter.ts'
import { KIND_WORDS } from './exception-words.ts'

type Props = { filter: ExceptionFilter; sources: readonly string[]; isFiltered: boolean }

const HALF = { base: 'calc(50% - 6px)', xs: 170 }

export function ExceptionsFilterForm({ filter, sources, isFiltered }: Props) {
  return (
    <FilterForm action="/exceptions" isFiltered={isFiltered}>
      {filter.mark && <input type="hidden" name="mark" value={filter.mark} />}
      {filter.limit !== 50 && <input type="hidden" name="limit" value={filter.limit} />}
      <TextInput
        label="Contains"
        name="q"
        defaultValue={filter.q}
        placeholder="Name, scope, check, reason or approver"
        w={{ base: '100%', xs: 300 }}
      />
      <NativeSelect
        label="Kind"
        name="kind"
        defaultValue={filter.kind}
        data={[
          { value: '', label: 'Any' },
          ...EXCEPTION_KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind] })),
        ]}
        w={HALF}
      />
      <NativeSelect
        label="Source"
        name="source"
        defaultValue={filter.source}
        data={[
          { value: '', label: 'Any' },
          ...(filter.source && !sources.includes(filter.source) ? [filter.source] : []),
          ...sources,
        ]}
        w={HALF}
      />
      <NativeSelect
        label="State"
        name="state"
        defaultValue={filter.state}
        data={[
          { value: 'current', label: 'In force' },
          { value: 'gone', label: 'Gone from the source' },
          { value: 'all', label: 'All' },
        ]}
        w={HALF}
      />
      <NativeSelect
        label="Order"
        name="sort"
        defaultValue={filter.sort}
        data={[
          { value: 'expiry', label: 'First to expire' },
          { value: 'covers', label: 'Covers most' },
          { value: 'oldest', label: 'Oldest first' },
          { value: 'newest', label: 'Newest first' },
        ]}
        w={HALF}
      />
    </FilterForm>
  )
}
