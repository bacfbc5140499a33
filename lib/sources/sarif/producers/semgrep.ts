import { asObject, asText } from '#lib/sources/ci/json-value.ts'
import { code, PLACEHOLDER } from '../discriminate.ts'
import type { Producer } from '../producer.ts'

/** Lists every rule it ran. Its fingerprint ends in the index among equal matches, and is a placeholder without sign-in. */
export const semgrep: Producer = {
  engine: 'semgrep',
  listsRules: 'evaluated',
  discriminate: (facts) => {
    const fingerprint = asText(asObject(facts.result.fingerprints)?.['matchBasedId/v1'])
    return fingerprint && fingerprint !== PLACEHOLDER ? fingerprint.replace(/_\d+$/, '') : code(facts)
  },
}
