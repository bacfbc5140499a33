import { Text } from '@mantine/core'
import { BasisBadge } from '#app/_ui/basis-badge.tsx'
import { ControlStateBadge } from '#app/_ui/control-state-badge.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import type { Finding } from '#lib/queries/get-finding.ts'
import type { FindingControl } from '#lib/queries/list-finding-controls.ts'
import styles from './controls-section.module.css'

export function ControlsSection({ controls, finding }: { controls: readonly FindingControl[]; finding: Finding }) {
  const groups = Map.groupBy(controls, ({ framework }) => framework)
  return (
    <Section
      id="controls"
      title="Controls it speaks for"
      description={
        controls.length > 0 && `States in ${finding.environment}. A result supports a control; it does not fulfil it.`
      }
    >
      {!controls.length && (
        <Text c="dimmed">
          No mapping names this check, so it counts for no control. It still counts in every list and trend.
        </Text>
      )}
      {[...groups].map(([framework, list]) => (
        <div key={framework} className={styles.group}>
          <h3 className={styles.title}>{list[0]?.frameworkTitle}</h3>
          <ul className={styles.list}>
            {list.map(({ control, displayId, title, basis, state }) => (
              <li key={control} className={styles.line}>
                <TextLink
                  href={`/controls/${framework}/${encodeURIComponent(control)}?environment=${encodeURIComponent(finding.environment)}`}
                >
                  {displayId} {title}
                </TextLink>
                <span className={styles.badges}>
                  <BasisBadge basis={basis} />
                  <ControlStateBadge state={state ?? 'not_assessed'} />
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  )
}
