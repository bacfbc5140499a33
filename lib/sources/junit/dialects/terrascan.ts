import { boundMessage, boundName } from '#lib/sources/ci/bound-text.ts'
import { parseSeverity } from '#lib/sources/ci/parse-severity.ts'
import { repositoryPath } from '#lib/sources/ci/repository-path.ts'
import { resourceSubject, testSubject } from '#lib/sources/ci/repository-subject.ts'
import type { Dialect } from '../dialect.ts'

const VIOLATION = /^\[ERROR\] resource: "(.*)" at line: (\d{1,9}), violates: RULE - (.+)$/s
const PASSED = /^RULE - (.+?), CATEGORY - (.*?), DESCRIPTION - (.*)$/s
const SKIP_COMMENT = /^\(skip comment: (.*?)\) Description: /s

/** Violations by resource; passed rules only on request, without a resource. The resource's type is in the message. */
export const terrascan: Dialect = {
  tool: 'terrascan',
  recognises: ({ suites }) => suites.length > 0 && suites.every(({ name }) => name === 'TERRASCAN_POLICY_SUITE'),
  listsPasses: () => false,
  absence: () => 'fixed',
  version: ({ suites }) => suites[0]?.properties.get('Terrascan Version'),
  open: (_, root) => (testCase, judged) => {
    const [, resource, line, violated] = VIOLATION.exec(testCase.name) ?? []
    const [, passed, , description] = PASSED.exec(testCase.name) ?? []
    const rule = violated ?? passed
    if (!rule) return { rejected: 'its name is not that of a violation or a passed rule, as terrascan writes them' }
    const said = (field: string, next: string): string | undefined =>
      new RegExp(`(?:^|, |\\) )${field}: (.*?), ${next}: `, 's').exec(judged.message)?.[1]
    const severity = parseSeverity(testCase.attributes.get('severity'))
    const category = testCase.attributes.get('category')
    const title = description ?? said('Description', 'File')
    const { path } = repositoryPath(testCase.classname, root ? [root] : [])
    const address = [said('Resource Type', 'Category'), resource].filter(Boolean).join('.')
    const comment = judged.outcome === 'skip' ? SKIP_COMMENT.exec(judged.message)?.[1] : undefined
    return {
      check: {
        engine: 'terrascan',
        policy: boundName(rule),
        rule: '',
        ...(title && { title: boundName(title) }),
        ...(category && { category: boundName(category) }),
        ...(severity && { severity }),
      },
      subject: violated ? resourceSubject(path, address) : testSubject('all resources'),
      severity,
      file: violated ? path : undefined,
      line: Number(line ?? 0),
      waivers: comment ? [{ kind: 'skip', holds: true, reason: boundMessage(comment) }] : [],
    }
  },
}
