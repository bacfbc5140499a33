import type { Outcome } from '#lib/domain/outcome.ts'
import type { Severity } from '#lib/domain/severity.ts'
import type { Facts } from './facts.ts'
import type { Producer } from './producer.ts'

export type Judgement = { outcome: Outcome; reason?: string }

const SERIOUS: readonly (Severity | undefined)[] = ['critical', 'high', 'medium']

/**
 * The outcome of a SARIF result, before suppressions. `stated` is a severity that the tool gave for it; one derived from the
 * level does not count here, or every warning would be a failure.
 */
export function judge(facts: Facts, producer: Producer, stated: Severity | undefined): Judgement {
  const special = producer.judge?.(facts)
  if (special) return special
  switch (facts.kind) {
    case 'pass':
      return { outcome: 'pass' }
    case 'notApplicable':
      return { outcome: 'skip', reason: 'not applicable' }
    case 'informational':
      return { outcome: 'skip', reason: 'informational' }
    case 'review':
    case 'open':
      return { outcome: 'warn', reason: 'needs a manual review' }
    case 'fail':
      return judgeFailure(facts, producer, stated)
  }
}

function judgeFailure({ level, kindStated }: Facts, producer: Producer, stated: Severity | undefined): Judgement {
  if (level === 'none' && !kindStated) return { outcome: 'skip', reason: 'informational' }
  if (producer.judgesPolicy || level === 'error') return { outcome: 'fail' }
  return { outcome: level === 'warning' && SERIOUS.includes(stated) ? 'fail' : 'warn' }
}
