import { boundName } from '#lib/sources/ci/bound-text.ts'
import { repositoryPath } from '#lib/sources/ci/repository-path.ts'
import { fileSubject } from '#lib/sources/ci/repository-subject.ts'
import type { Dialect } from '../dialect.ts'

/** A suite per file, the class is the rule; the objects are only listed in the text. Passes are written with `--verbose`. */
export const datree: Dialect = {
  tool: 'datree',
  recognises: ({ suites }) =>
    suites.some(({ name, properties }) => name === 'evaluationSummary' && properties.has('k8sValidation')),
  listsPasses: () => false,
  absence: () => 'fixed',
  open: (_, root) => (testCase) => {
    const { path } = repositoryPath(testCase.suites.at(-1)?.name ?? '', root ? [root] : [])
    return {
      check: { engine: 'datree', policy: boundName(testCase.classname), rule: '', title: boundName(testCase.name) },
      subject: fileSubject(path),
      file: path,
    }
  },
}
