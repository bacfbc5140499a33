import type { Route } from 'next'
import styles from './filter-chips.module.css'
import { TextLink } from './link.tsx'

export type FilterChip = { name: string; value: string; without: Route }

/** The filters that are on, each with a way to take it off. */
export function FilterChips({ chips }: { chips: readonly FilterChip[] }) {
  if (!chips.length) return null
  return (
    <ul className={styles.chips} aria-label="Filters that are on">
      {chips.map(({ name, value, without }) => (
        <li key={name} className={styles.chip}>
          <span className={styles.name}>{name}</span> <span className={styles.value}>{value}</span>
          <TextLink
            href={without}
            aria-label={`× take off the filter ${name} ${value}`}
            underline="never"
            className="no-print"
          >
            ×
          </TextLink>
        </li>
      ))}
    </ul>
  )
}
