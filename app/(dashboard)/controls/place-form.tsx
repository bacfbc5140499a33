import { NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { FilterForm } from '#app/_ui/filter-form.tsx'
import type { Href } from '#app/_ui/href.ts'
import type { Place } from './resolve-place.ts'

type Props = { action: Href; place: Place; children?: ReactNode; isFiltered?: boolean }

/** Where and on which day control states are looked at; with further filters of the page. */
export function PlaceForm({ action, place, children, isFiltered = false }: Props) {
  const isElsewhere = place.asOf !== place.today || place.environment !== (place.environments[0] ?? place.environment)
  return (
    <FilterForm action={action} isFiltered={isFiltered || isElsewhere}>
      <NativeSelect
        label="Environment"
        name="environment"
        defaultValue={place.environment}
        data={place.environments.length ? place.environments : [place.environment]}
        w={{ base: 'calc(50% - 6px)', xs: 180 }}
      />
      <TextInput
        label="As of the day"
        name="asOf"
        type="date"
        defaultValue={place.asOf}
        max={place.today}
        w={{ base: 'calc(50% - 6px)', xs: 160 }}
      />
      {children}
    </FilterForm>
  )
}
