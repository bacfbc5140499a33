import { checkovCheckId } from '#lib/sources/ci/check-id.ts'
import type { Facts } from '../facts.ts'
import type { Producer } from '../producer.ts'

/**
 * Lists failed and skipped checks of every framework in one run, without the resource. Its level is `error` for all unless a
 * paid key adds severities, and `none` for a severity it cannot map: what is listed has failed.
 */
export const checkov: Producer = {
  engine: 'checkov',
  listsRules: 'fired',
  judgesPolicy: true,
  levelIsNoSeverity: true,
  emptyIsUnknown:
    'checkov lists neither a rule nor a result, and writes the same when it found nothing to scan or could not read a file; its JUnit report tells them apart',
  check: ({ ruleId }) => ({ policy: checkovCheckId(ruleId).check, rule: '' }),
  judge: ({ kind }) => (kind === 'fail' ? { outcome: 'fail' } : undefined),
  discriminate: (facts) => checkovCheckId(facts.ruleId).packageName || resourceHead(facts),
}

/** The first line of the resource's code: it names the resource and stays when the body is edited. Of `FROM image:tag` the image. */
function resourceHead({ place }: Facts): string {
  const line = place.snippet.split('\n').find((text) => text.trim() !== '') ?? ''
  return line
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(FROM [^\s:@]+)\S*/i, '$1')
}
