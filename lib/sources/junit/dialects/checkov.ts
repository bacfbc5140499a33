import { boundMessage, boundName } from '#lib/sources/ci/bound-text.ts'
import { checkovCheckId } from '#lib/sources/ci/check-id.ts'
import { parseSeverity } from '#lib/sources/ci/parse-severity.ts'
import { repositoryPath } from '#lib/sources/ci/repository-path.ts'
import { fileSubject, resourceSubject } from '#lib/sources/ci/repository-subject.ts'
import type { Dialect, ReducedCase } from '../dialect.ts'
import type { CaseJudgement } from '../judge-case.ts'
import type { TestCase } from '../test-case.ts'

const SUITE = /^(\S*) scan$/
const NAME = /^\[([A-Za-z]+)\]\s*\[([^\]]+)\]\s*(.*)$/s
const EXTENSION =
  /^(.+?(?:\.(?:tf|tf\.json|json|ya?ml|template|bicep|hcl|toml|txt|lock|mod|xml)|\/[^/]*Dockerfile[^/.]*))\.(.+)$/s

/**
 * A suite per framework, a case per check and resource, passes included. Names are `[SEVERITY][ID] title`; the class is the
 * file and the resource. Skipped means suppressed in the code, with its comment as message.
 */
export const checkov: Dialect = {
  tool: 'checkov',
  recognises: ({ suites, cases: [first] }) =>
    suites.length > 0 &&
    suites.every(({ name }) => SUITE.test(name)) &&
    (first ? NAME.test(first.name) : suites.every(({ properties }) => properties.has('custom_tool_name'))),
  listsPasses: ({ suites }) => !suites.some(isQuiet),
  absence: ({ suites }) => (suites.some(isQuiet) ? 'fixed' : 'not_evaluated'),
  open: () => reduceCase,
}

const isQuiet = ({ properties }: { properties: Map<string, string> }): boolean => properties.get('quiet') === 'True'

function reduceCase(testCase: TestCase, judged: CaseJudgement): ReducedCase {
  const [, severity, id, title] = NAME.exec(testCase.name) ?? []
  if (!id) return { rejected: 'its name is not [severity][check] title, as checkov writes it' }
  const framework = SUITE.exec(testCase.suites[0]?.name ?? '')?.[1]
  const { check, packageName } = checkovCheckId(id)
  const { file, resource } = splitClass(testCase)
  const known = parseSeverity(severity)
  const guideline = /^Guideline: (https?:\/\/\S+)$/m.exec(judged.message)?.[1]
  const comment = judged.outcome === 'skip' ? judged.message : ''
  return {
    check: {
      engine: 'checkov',
      policy: boundName(check),
      rule: '',
      ...(title && { title: boundName(title) }),
      ...(framework && { category: boundName(framework) }),
      ...(known && { severity: known }),
      ...(guideline && { helpUri: boundName(guideline) }),
    },
    subject: resource ? resourceSubject(file, resource) : fileSubject(file),
    severity: known,
    message: judged.outcome === 'fail' ? (title ?? judged.message) : judged.message,
    file,
    line: Number(/^File: .*: (\d{1,9})-\d{1,9}$/m.exec(judged.message)?.[1] ?? 0),
    discriminator: packageName,
    waivers: comment ? [{ kind: 'skip', holds: true, reason: boundMessage(comment) }] : [],
  }
}

/** `/infra/storage.tf.aws_s3_bucket.exports`: the file attribute says where the file ends; older versions do not write it. */
function splitClass({ classname, file }: TestCase): { file: string | undefined; resource: string } {
  if (file && classname.startsWith(`${file}.`)) {
    return { file: relative(file), resource: classname.slice(file.length + 1) }
  }
  const [, path, resource] = EXTENSION.exec(classname.slice(0, 4096)) ?? []
  if (path && resource) return { file: relative(path), resource }
  return { file: file ? relative(file) : undefined, resource: classname }
}

// Checkov's paths begin with a slash that stands for the folder it scanned.
const relative = (path: string): string => repositoryPath(path.replace(/^\/+/, '')).path
