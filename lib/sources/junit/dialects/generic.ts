import type { Check } from '#lib/domain/result.ts'
import { boundName } from '#lib/sources/ci/bound-text.ts'
import { parseSeverity } from '#lib/sources/ci/parse-severity.ts'
import { isAbsolute, repositoryPath } from '#lib/sources/ci/repository-path.ts'
import { testSubject } from '#lib/sources/ci/repository-subject.ts'
import { slugify } from '#lib/sources/ci/slugify.ts'
import type { Dialect, ReducedCase } from '../dialect.ts'
import type { SuiteFacts, TestCase } from '../test-case.ts'

/** Any other JUnit report: the check is the path of suites, the subject is class and name of the case. */
export const generic = (tool: string | undefined): Dialect => ({
  tool: tool ? slugify(tool) : 'junit',
  recognises: () => true,
  listsPasses: () => true,
  absence: () => 'not_evaluated',
  open: (_, root) => createTestReducer(tool ? slugify(tool) : 'junit', root),
})

export function createTestReducer(engine: string, root: string | undefined): (testCase: TestCase) => ReducedCase {
  const roots = root ? [root] : []
  const known = new Map<SuiteFacts | undefined, Check>()

  const checkOf = ({ suites }: TestCase): Check => {
    const innermost = suites.at(-1)
    const found = known.get(innermost)
    if (found) return found
    const path = suites.map(({ name }) => steady(name, roots)).filter(Boolean)
    const check = { engine, policy: boundName(path.join(' / ') || 'unnamed suite'), rule: '' }
    known.set(innermost, check)
    return check
  }

  return (testCase) => {
    const { name, classname, attributes, file, line } = testCase
    return {
      check: checkOf(testCase),
      subject: testSubject(name === classname ? name : [steady(classname, roots), name].filter(Boolean).join('.')),
      severity: parseSeverity(attributes.get('severity')),
      ...(file && { file: repositoryPath(file, roots).path }),
      line,
    }
  }
}

/** A name without what a run adds to it: the runner's folder, and the date and time some tools append. */
function steady(name: string, roots: readonly string[]): string {
  const text = isAbsolute(name) ? repositoryPath(name, roots).path : name
  return text.trim().replace(/\d{8,}/g, '#')
}
