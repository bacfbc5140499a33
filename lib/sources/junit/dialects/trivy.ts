import { boundName } from '#lib/sources/ci/bound-text.ts'
import { trivyCheckId } from '#lib/sources/ci/check-id.ts'
import { parseSeverity } from '#lib/sources/ci/parse-severity.ts'
import { repositoryPath } from '#lib/sources/ci/repository-path.ts'
import { fileSubject } from '#lib/sources/ci/repository-subject.ts'
import type { Dialect } from '../dialect.ts'

const NAME = /^\[([A-Z]+)\] (\S.*)$/s

/**
 * The template `junit.tpl`: a suite per target, its name with the system's version in brackets; the class is the type of a
 * misconfiguration, or package and version of a vulnerability, of which only the package may tell findings apart.
 */
export const trivy: Dialect = {
  tool: 'trivy',
  recognises: ({ rootName }) => rootName === 'trivy',
  listsPasses: () => false,
  absence: () => 'fixed',
  open: (_, root) => (testCase) => {
    const [, severity, id] = NAME.exec(testCase.name) ?? []
    if (!id) return { rejected: 'its name is not [SEVERITY] id, as the trivy template writes it' }
    const known = parseSeverity(severity)
    const target = (testCase.suites.at(-1)?.name ?? '').replace(/ \([^()]*\)$/, '')
    const { path } = repositoryPath(target, root ? [root] : [])
    const title = testCase.failures[0]?.message
    return {
      check: {
        engine: 'trivy',
        policy: boundName(trivyCheckId(id)),
        rule: '',
        ...(title && { title: boundName(title) }),
        ...(known && { severity: known }),
      },
      subject: fileSubject(path),
      severity: known,
      file: path,
      discriminator: /^(.+?)-v?\d/s.exec(testCase.classname)?.[1] ?? '',
    }
  },
}
