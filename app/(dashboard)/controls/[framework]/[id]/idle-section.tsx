import { Text } from '@mantine/core'
import { Section } from '#app/_ui/section.tsx'
import type { IdleMappings } from '#lib/queries/list-idle-mappings.ts'
import styles from './idle-section.module.css'

/** What could speak for a control and does not, because no source reports it. */
export function IdleSection({ idle }: { idle: readonly IdleMappings[] }) {
  const total = idle.reduce((sum, { count }) => sum + count, 0)
  return (
    <Section
      id="idle"
      title="Checks that would speak for it"
      description={total > 0 && `${total} more are mapped, but no source reports them`}
    >
      {!total && <Text c="dimmed">No other check is mapped to it.</Text>}
      {idle.map(({ engine, count, titles }) => (
        <details key={engine} className={styles.engine}>
          <summary>
            {engine} ({count})
          </summary>
          <ul className={styles.titles}>
            {titles.map((title) => (
              <li key={title}>{title}</li>
            ))}
            {titles.length === 60 && <li>and more</li>}
          </ul>
        </details>
      ))}
    </Section>
  )
}
