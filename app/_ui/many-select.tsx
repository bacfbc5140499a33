'use client'

import { MultiSelect, type MultiSelectProps } from '@mantine/core'
import { useState } from 'react'

type Props = Pick<MultiSelectProps, 'label' | 'description' | 'placeholder' | 'data'> & {
  name: string
  defaultValue?: readonly string[]
}

/** Several of many, sent as one field a value; a list of any length can be searched by typing. */
export function ManySelect({ name, defaultValue = [], placeholder, ...rest }: Props) {
  const [values, setValues] = useState([...defaultValue])
  return (
    <>
      <MultiSelect
        {...rest}
        value={values}
        onChange={setValues}
        {...(!values.length && placeholder !== undefined && { placeholder })}
        searchable
        clearable
        hidePickedOptions
        nothingFoundMessage="Nothing of this name"
        clearButtonProps={{ 'aria-label': 'Clear' }}
      />
      {values.map((value) => (
        <input key={value} type="hidden" name={name} value={value} />
      ))}
    </>
  )
}
