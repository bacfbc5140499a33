import type { Dialect } from '../dialect.ts'
import type { ParsedReport, TestCase } from '../test-case.ts'
import { createTestReducer } from './generic.ts'

/**
 * Unit tests of policies. Their `pass` means that an expectation was met, and a test may expect a failure: so they are never
 * results about resources, and their engines have names of their own that no control mapping matches.
 */
const policyTests = (tool: string, recognises: Dialect['recognises']): Dialect => ({
  tool,
  recognises,
  listsPasses: () => true,
  absence: () => 'not_evaluated',
  warning: `these are unit tests of policies (${tool}); they say nothing about the resources the policies are for`,
  open: (_, root) => createTestReducer(tool, root),
})

const everyCase = ({ cases }: ParsedReport, is: (testCase: TestCase) => boolean): boolean =>
  cases.length > 0 && cases.every(is)

const texts = (testCase: TestCase): string =>
  [testCase.output, ...[...testCase.failures, ...testCase.errors, ...testCase.skips].map(({ text }) => text)].join('\n')

/** `conftest test` always has a package after the dot. */
export const conftestVerify = policyTests(
  'conftest-verify',
  ({ suites }) => suites.length > 0 && suites.every(({ name }) => name === 'conftest.'),
)

export const kyvernoTest = policyTests(
  'kyverno-test',
  (report) =>
    (/^Loading test\b/m.test(report.preamble) && report.suites.length > 0) ||
    everyCase(report, (testCase) => /^\s*Policy: .*\n\s*Rule: .*\n\s*Resource: /m.test(texts(testCase))),
)

export const gatorVerify = policyTests('gator-verify', ({ rootName, suites }) =>
  /^gator(?:[ -]verify)?$/i.test(suites.length === 1 ? (suites[0]?.name ?? '') : rootName),
)

/** Packages are `data.…`, tests begin with `test_` (or `todo_test_`, when skipped). */
export const opaTest = policyTests('opa-test', (report) =>
  everyCase(report, ({ name, classname, suites }) => {
    const test = /^(?:(data\.[\w.-]+)\.)?(?:todo_)?test_/.exec(name)
    return test !== null && [test[1], classname, suites.at(-1)?.name].some((place) => place?.startsWith('data.'))
  }),
)
