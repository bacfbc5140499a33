import { maskMessage } from '#lib/domain/mask-message.ts'
import type { Severity } from '#lib/domain/severity.ts'
import type { Facts } from '../facts.ts'
import type { Judgement } from '../judge.ts'
import type { Producer } from '../producer.ts'

const JUDGEMENTS: Readonly<Record<string, Judgement>> = {
  deny: { outcome: 'fail' },
  violation: { outcome: 'fail' },
  warn: { outcome: 'warn' },
  allow: { outcome: 'skip', reason: 'excepted by the policy' },
  success: { outcome: 'pass' },
  skip: { outcome: 'skip', reason: 'no rule applied' },
}
const SEVERITIES: Readonly<Record<string, Severity>> = { deny: 'high', violation: 'high', warn: 'low' }

/**
 * Its rule id is `<package>/<kind of answer>`: the names of the Rego rules are lost, and `rules[].properties` describe the
 * first result only. So the check is the package, and the message tells its findings apart.
 */
export const conftest: Producer = {
  engine: 'conftest',
  listsRules: 'fired',
  rulesAreAnswers: true,
  check: ({ ruleId }) => ({ policy: packageOf(ruleId), rule: '' }),
  judge: ({ ruleId }) => lookUp(JUDGEMENTS, answerOf(ruleId)),
  grade: ({ ruleId }) => lookUp(SEVERITIES, answerOf(ruleId)) ?? 'unknown',
  excuse: ({ ruleId, message }) => (answerOf(ruleId) === 'allow' ? message : undefined),
  discriminate: ({ message }: Facts) => maskMessage(message),
}

const answerOf = (ruleId: string): string => ruleId.slice(ruleId.lastIndexOf('/') + 1)
const packageOf = (ruleId: string): string => ruleId.slice(0, Math.max(ruleId.lastIndexOf('/'), 0)) || ruleId

const lookUp = <Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
