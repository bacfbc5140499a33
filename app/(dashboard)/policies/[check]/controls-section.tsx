import { Text } from '@mantine/core'
import { BasisBadge } from '#app/_ui/basis-badge.tsx'
import { ControlStateBadge } from '#app/_ui/control-state-badge.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import type { FindingControl } from '#lib/queries/list-finding-controls.ts'
import styles from './controls-section.module.css'

type Props = { controls: readonly FindingControl[]; environment: string | undefined }

/** What it is evidence for, framework by framework, with why. */
export function ControlsSection({ controls, environment }: Props) {
  const groups = Map.groupBy(controls, ({ framework }) => framework)
  return (
    <Section
      id="controls"
      title="Controls it speaks for"
      description={
        controls.length > 0 &&
        `${environment ? `States in ${environment}. ` : ''}A result supports a control; it does not fulfil it.`
      }
    >
      {!controls.length && (
        <Text c="dimmed">
          No mapping names this check, so it counts for no control. It still counts in every list and trend.
        </Text>
      )}
      {[...groups].map(([framework, list]) => (
        <details key={framework} className={styles.group} open={groups.size === 1}>
          <summary>
            {list[0]?.frameworkTitle}: {list.length}
          </summary>
          <ul className={styles.list}>
            {list.map(({ control, displayId, title, basis, state }) => (
              <li key={control} className={styles.line}>
                <TextLink
                  href={`/controls/${framework}/${encodeURIComponent(control)}${environment ? `?environment=${encodeURIComponent(environment)}` : ''}`}
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
        </details>
      ))}
    </Section>
  )
}
