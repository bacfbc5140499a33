import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

/** The traps that readers of cluster results are known to fall into, and the suites that keep us out of each. */
const TRAPS: Record<string, readonly string[]> = {
  T1: ['lib/sources/policy-report/parse.test.ts'], // a pass or skip that an exception made
  T2: ['lib/sources/policy-report/parse.test.ts'], // the many reasons of a skip
  T3: ['lib/sources/policy-report/parse.test.ts'], // the many reasons of a warn
  T4: ['lib/sources/policy-report/parse.test.ts'], // results without result or policy
  T5: ['lib/sources/policy-report/parse.test.ts'], // a summary that disagrees
  T6: ['lib/sources/policy-report/parse.test.ts'], // times that cannot be true
  T7: ['lib/sources/documents.test.ts'], // byte order marks
  T8: ['lib/sources/policy-report/identity.test.ts'], // how namespaced and admission policies are named
  T9: ['lib/sources/policy-report/identity.test.ts', 'lib/ingest/record-scan.db.test.ts'], // one workload, many objects and rules
  T10: ['lib/sources/policy-report/identity.test.ts'], // one policy name from three sources
  T11: ['lib/sources/policy-report/identity.test.ts'], // where the subject is named
  T12: ['lib/sources/policy-report/identity.test.ts'], // reports about namespaces
  T13: ['lib/sources/policy-report/identity.test.ts'], // empty reports
  T14: ['lib/ingest/record-scan.db.test.ts'], // why a report goes
  T15: ['lib/sources/policy/parse.test.ts'], // what enforced policies never report
  T16: ['lib/sources/policy-report/parse.test.ts'], // Pod Security properties
  T17: ['lib/sources/policy-report/parse.test.ts'], // API groups and versions
  T18: ['lib/sources/gatekeeper/parse.test.ts'], // scoped actions, old statuses, cut messages
  T19: ['lib/sources/gatekeeper/parse.test.ts'], // what the pods of a constraint say
  T20: ['lib/sources/policy-report/parse.test.ts', 'lib/ingest/record-scan.db.test.ts'], // messages that anybody may write
  T21: ['lib/controls/match-mapping.test.ts'], // a category that looks like a control
  T22: ['lib/sources/gatekeeper/parse.test.ts', 'lib/ingest/record-scan.db.test.ts'], // no pass, no severity, no count
}

test('each of the 22 traps has a test by its name in the suite that keeps us out of it', () => {
  assert.deepEqual(
    Object.keys(TRAPS),
    Array.from({ length: 22 }, (_, i) => `T${i + 1}`),
  )
  const root = new URL('../../', import.meta.url)
  for (const [trap, files] of Object.entries(TRAPS))
    for (const file of files)
      assert.match(readFileSync(new URL(file, root), 'utf8'), new RegExp(`test\\('${trap}: `), `${trap} in ${file}`)
})
