import { boundName } from '#lib/sources/ci/bound-text.ts'
import { repositoryPath } from '#lib/sources/ci/repository-path.ts'
import { fileSubject } from '#lib/sources/ci/repository-subject.ts'
import type { Dialect } from '../dialect.ts'

/** A failure per finding: the name is the rule, the class is the file, the text is the code found. */
export const semgrep: Dialect = {
  tool: 'semgrep',
  recognises: ({ suites }) => suites.length > 0 && suites.every(({ name }) => name === 'semgrep results'),
  listsPasses: () => false,
  absence: () => 'fixed',
  open: (_, root) => (testCase, judged) => {
    const { path } = repositoryPath(testCase.file || testCase.classname, root ? [root] : [])
    return {
      check: { engine: 'semgrep', policy: boundName(testCase.name), rule: '' },
      subject: fileSubject(path),
      severity: severityOf(judged.type),
      file: path,
      line: testCase.line,
      message: testCase.failures[0]?.message,
      discriminator: (testCase.failures[0]?.text ?? '').replace(/\s+/g, ' ').trim(),
    }
  },
}

const severityOf = (type: string): 'high' | 'medium' | 'low' | undefined =>
  type === 'ERROR' ? 'high' : type === 'WARNING' ? 'medium' : type === 'INFO' ? 'low' : undefined
