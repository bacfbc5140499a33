import { maskMessage } from '#lib/domain/mask-message.ts'
import { boundName } from '#lib/sources/ci/bound-text.ts'
import { repositoryPath } from '#lib/sources/ci/repository-path.ts'
import { fileSubject } from '#lib/sources/ci/repository-subject.ts'
import type { Dialect } from '../dialect.ts'
import { judgeCase } from '../judge-case.ts'
import type { TestCase } from '../test-case.ts'

const SUITE = /^conftest(?:\.(.+))?$/s

/**
 * A suite per package; a failure or warning is `file - first line of the message`, a success only the file, once per rule
 * without the rule's name. So the check is the package, and a file passes it when nothing of it is listed as failed.
 */
export const conftest: Dialect = {
  tool: 'conftest',
  recognises: ({ suites }) => suites.length > 0 && suites.every(({ name }) => SUITE.test(name)),
  listsPasses: () => true,
  absence: () => 'fixed',
  warning: 'conftest leaves the names of the rules out of JUnit and writes warnings as failures',
  open: ({ cases }, root) => {
    const failed = new Set(cases.filter((testCase) => judgeCase(testCase).outcome !== 'pass').map(placeKey))
    const passed = new Set<string>()

    return (testCase, { outcome, message }) => {
      const { file, namespace } = placeOf(testCase)
      const key = placeKey(testCase)
      if (outcome === 'pass') {
        if (failed.has(key))
          return { ignored: 'successes of a file that did not pass: conftest does not say of which rules' }
        if (passed.has(key)) return { ignored: 'further successes of a file: conftest does not say of which rules' }
        passed.add(key)
      }
      const text = message.replace(/^Failed\n/, '')
      const { path } = repositoryPath(file, root ? [root] : [])
      return {
        check: { engine: 'conftest', policy: boundName(namespace), rule: '' },
        subject: fileSubject(path),
        file: path,
        message: text,
        discriminator: maskMessage(text),
      }
    }
  },
}

const placeKey = (testCase: TestCase): string => Object.values(placeOf(testCase)).join('\0')

/** The file and the package. Up to 0.2x the suite was `conftest` and the package stood in the name, after the file. */
function placeOf(testCase: TestCase): { file: string; namespace: string } {
  const namespace = SUITE.exec(testCase.suites.at(-1)?.name ?? '')?.[1]
  const file = withoutMessage(testCase)
  if (namespace !== undefined) return { file, namespace }
  const cut = file.lastIndexOf(' - ')
  return cut > 0 ? { file: file.slice(0, cut), namespace: file.slice(cut + 3) } : { file, namespace: 'main' }
}

function withoutMessage({ name, failures, skips }: TestCase): string {
  const said = [...failures.map(({ text }) => text), ...skips.map(({ message, text }) => message || text)]
  for (const text of said) {
    const suffix = ` - ${text.trim().split('\n')[0] ?? ''}`
    if (text && name.endsWith(suffix)) return name.slice(0, -suffix.length)
  }
  return name
}
