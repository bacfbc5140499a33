import { maskMessage } from '#lib/domain/mask-message.ts'
import { trivyCheckId } from '#lib/sources/ci/check-id.ts'
import { asList, asObject } from '#lib/sources/ci/json-value.ts'
import { parseSeverity } from '#lib/sources/ci/parse-severity.ts'
import type { Facts } from '../facts.ts'
import type { Producer } from '../producer.ts'

/** With `--include-non-failures` passes are listed like failures; only this constant of the message tells them apart. */
const PASSED = /^Message: No issues found$/m

/** Which line of the message names what is wrong: never the one with the version. */
const TELLING_LINES = ['Package', 'PkgName', 'Message', 'Match']

export const trivy: Producer = {
  engine: 'trivy',
  listsRules: 'fired',
  judgesPolicy: true,
  check: ({ ruleId }) => ({ policy: trivyCheckId(ruleId), rule: '' }),
  judge: ({ message }) => (PASSED.test(message) ? { outcome: 'pass' } : undefined),
  grade: ({ rule }) => asList(asObject(rule?.properties)?.tags).map(severityTag).find(Boolean),
  discriminate: (facts) => tellingLine(facts) ?? maskMessage(facts.message),
}

const severityTag = (tag: unknown): ReturnType<typeof parseSeverity> =>
  typeof tag === 'string' && /^[A-Z]+$/.test(tag) ? parseSeverity(tag) : undefined

function tellingLine({ message }: Facts): string | undefined {
  for (const name of TELLING_LINES) {
    const found = new RegExp(`^\\s*${name}: (.+)$`, 'm').exec(message)?.[1]
    if (found) return name === 'Message' ? maskMessage(found) : found.trim()
  }
  return undefined
}
