import { boundName } from '#lib/sources/ci/bound-text.ts'
import { testSubject } from '#lib/sources/ci/repository-subject.ts'
import type { Dialect } from '../dialect.ts'

const CLASS = /^(.*)\/(C-\d+)$/s

/** One case per framework and control for the whole run: the resources are only counted. So the subject is the framework. */
export const kubescape: Dialect = {
  tool: 'kubescape',
  recognises: ({ rootName }) => /^kubescape\b/i.test(rootName),
  listsPasses: () => true,
  absence: () => 'not_evaluated',
  open: () => (testCase) => {
    const [, framework, control] = CLASS.exec(testCase.classname) ?? []
    if (!control) return { rejected: 'its class is not framework/control, as kubescape writes it' }
    return {
      check: { engine: 'kubescape', policy: boundName(control), rule: '', title: boundName(testCase.name) },
      subject: testSubject(framework ?? ''),
    }
  },
}
