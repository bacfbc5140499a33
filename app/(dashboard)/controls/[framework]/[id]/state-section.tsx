import { Text } from '@mantine/core'
import { ControlStateBadge } from '#app/_ui/control-state-badge.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { Section } from '#app/_ui/section.tsx'
import type { Control } from '#lib/queries/get-control.ts'
import { prepareWhy } from '../../prepare-why.ts'
import { wouldBeState } from '../../would-be-state.ts'
import { manualEvidence } from './manual-evidence.ts'

type Props = { control: Control; now: Date }

const EVIDENCE = {
  partial: 'Results of checks can show part of it; people have to show the rest.',
  manual: 'Machine evidence cannot assess it: it asks for what people record.',
  rollup: '',
} as const

export function StateSection({ control, now }: Props) {
  const without = wouldBeState(control.parts, now)
  const why = prepareWhy(control)
  const manual = manualEvidence(control.framework, control.id)
  return (
    <Section id="state" title="State and why">
      <Facts
        facts={[
          ['State', <ControlStateBadge key="state" {...control} />],
          ['Why', why],
          [
            'Without exceptions',
            without && (
              <>
                <ControlStateBadge {...without} exceptions={false} stale={false} /> if what they cover failed: what is
                excepted is not evaluated, so nobody knows
              </>
            ),
          ],
          ['Evidence', EVIDENCE[control.automation] !== why && EVIDENCE[control.automation]],
          [
            'From people',
            manual.length > 0 && (
              <ul style={{ margin: 0, paddingInlineStart: '1.125rem' }}>
                {manual.map((item) => (
                  <li key={item}>{item}</li>
                ))}
              </ul>
            ),
          ],
          ['Applies to', textOf(control.facts.applies_to)],
          ['Implementation', textOf(control.facts.implementation)],
          ['Baselines', textOf(control.facts.baselines)],
        ]}
      />
      <Text size="xs" c="dimmed" mt="sm">
        A result supports a control; it does not fulfil it. {control.licenceNote}
      </Text>
    </Section>
  )
}

function textOf(fact: unknown): string | undefined {
  if (Array.isArray(fact)) return fact.join(', ')
  return typeof fact === 'string' ? fact : undefined
}
