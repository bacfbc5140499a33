import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Parsed, Result } from '#lib/domain/result.ts'
import { parseSarif } from './parse.ts'

const NOW = new Date('2026-11-20T00:00:00Z')

function parse(name: string, results: object[], run: object = {}, rules: object[] = []): Parsed {
  const runs = [{ tool: { driver: { name, rules, version: '1.2.3' } }, results, ...run }]
  const [parsed] = parseSarif(JSON.stringify({ version: '2.1.0', runs }), { now: NOW })
  assert.ok(parsed)
  return parsed
}
const read = (name: string, result: object, run: object = {}, rules: object[] = []): Result => {
  const [first] = parse(name, [result], run, rules).results
  assert.ok(first)
  return first
}
const at = (uri: string, startLine = 1, snippet?: string): object => ({
  physicalLocation: {
    artifactLocation: { uri },
    region: { startLine, ...(snippet && { snippet: { text: snippet } }) },
  },
})
const key = ({ check, subject, part }: Result): unknown => [check.engine, check.policy, check.rule, subject, part]

test('the engine is the tool, whatever the edition calls itself', () => {
  const engines = {
    Checkov: 'checkov',
    Bridgecrew: 'checkov',
    'Prisma Cloud': 'checkov',
    'Semgrep OSS': 'semgrep',
    'CodeQL command-line toolchain': 'codeql',
    KICS: 'kics',
    'kube-linter': 'kube-linter',
    Trivy: 'trivy',
    'Snyk IaC': 'snyk-iac',
    'LGTM.com': 'lgtm-com',
  }
  for (const [name, engine] of Object.entries(engines)) {
    assert.equal(read(name, { ruleId: 'a' }).check.engine, engine)
  }
})

test('the key of a finding holds no line, no runner folder and no version', () => {
  for (const name of ['Checkov', 'Trivy', 'KICS', 'semgrep', 'conftest', 'CodeQL', 'kubescape', 'Other']) {
    const result = { ruleId: 'main/deny', message: { text: 'limit is 5 of 10' } }
    const before = read(name, { ...result, locations: [at('file:///home/runner/work/shop/shop/a.tf', 3)] })
    const later = {
      ...result,
      message: { text: 'limit is 6 of 10' },
      locations: [at('file:///builds/acme/shop/a.tf', 400)],
    }
    const after = read(name, later, { tool: { driver: { name, version: '9.9.9' } } })
    assert.deepEqual(key(before), key(after), name)
  }
})

test('checkov: the check is the id, every level is a failure, and the severity is not made up from it', () => {
  for (const level of ['error', 'warning', 'note', 'none']) {
    const result = read('Checkov', { ruleId: 'CKV_AWS_1', level })
    assert.deepEqual(
      [result.check.policy, result.check.rule, result.outcome, result.severity],
      ['CKV_AWS_1', '', 'fail', 'unknown'],
    )
  }
  const rules = [{ id: 'CKV_AWS_1', properties: { 'security-severity': '8.9' } }]
  assert.equal(read('Checkov', { ruleId: 'CKV_AWS_1', level: 'error' }, {}, rules).severity, 'high')
})

test('checkov: a finding keeps its key when the body of its resource is edited, and differs from that of the next resource', () => {
  const found = (name: string, body: string): Result =>
    read('Checkov', {
      ruleId: 'CKV_AWS_1',
      locations: [at('a.tf', 1, `resource "aws_s3_bucket" "${name}" {\n  ${body}\n}`)],
    })
  assert.deepEqual(key(found('logs', 'acl = "private"')), key(found('logs', 'acl = "public"')))
  assert.notDeepEqual(key(found('logs', '')), key(found('data', '')))
})

test('checkov: an upgrade of a package makes no new check', () => {
  const found = (version: string): Result =>
    read('Checkov', { ruleId: `CVE-2024-1_requests@${version}`, locations: [at('requirements.txt')] })
  assert.deepEqual(key(found('2.0')), key(found('2.1')))
  assert.equal(found('2.0').check.policy, 'CVE-2024-1')
})

test('conftest: the kind of answer is the outcome, the package is the check', () => {
  const outcomes = { deny: 'fail', violation: 'fail', warn: 'warn', allow: 'skip', success: 'pass', skip: 'skip' }
  const levels: Record<string, string> = {
    deny: 'error',
    warn: 'warning',
    allow: 'note',
    success: 'none',
    skip: 'none',
  }
  for (const [answer, outcome] of Object.entries(outcomes)) {
    const result = read('conftest', { ruleId: `team/sub/${answer}`, level: levels[answer], message: { text: answer } })
    assert.deepEqual([result.check.policy, result.check.rule, result.outcome], ['team/sub', '', outcome], answer)
  }
})

test('conftest: what a rule says of itself is of another finding, so it is not believed', () => {
  const rules = [
    {
      id: 'main/deny',
      shortDescription: { text: 'Policy violation' },
      properties: { severity: 'low', query: 'data.main.deny_x' },
    },
  ]
  const result = read('conftest', { ruleId: 'main/deny', ruleIndex: 0, level: 'error' }, {}, rules)
  assert.deepEqual(result.check, { engine: 'conftest', policy: 'main', rule: '' })
  assert.equal(result.severity, 'high')
})

test('conftest: an exception of the policy is an exception here too', () => {
  const message = { text: 'data.main.exception[_][_] == "root_user"' }
  const parsed = parse('conftest', [{ ruleId: 'main/allow', level: 'note', message, locations: [at('a.yaml')] }])
  assert.equal(parsed.exceptions[0]?.kind, 'policy-exception')
  assert.equal(parsed.exceptions[0]?.reason, message.text)
  assert.deepEqual(parsed.results[0]?.exceptions, [parsed.exceptions[0]?.name])
})

test('trivy: the constant for a passed check is a pass, and every other level a failure', () => {
  const message = (text: string): object => ({
    text: `Artifact: a.tf\nType: terraform\nVulnerability AVD-AWS-0086\nSeverity: LOW\nMessage: ${text}\nLink: x`,
  })
  const passed = read('Trivy', { ruleId: 'AVD-AWS-0086', level: 'note', message: message('No issues found') })
  assert.deepEqual([passed.outcome, passed.part, passed.check.policy], ['pass', '', 'AWS-0086'])
  assert.equal(
    read('Trivy', { ruleId: 'AVD-AWS-0086', level: 'note', message: message('Bucket is public') }).outcome,
    'fail',
  )
})

test('trivy: the package tells vulnerabilities apart, never its version', () => {
  const found = (name: string, version: string): Result =>
    read('Trivy', {
      ruleId: 'CVE-2024-1',
      message: {
        text: `Package: ${name}\nInstalled Version: ${version}\nVulnerability CVE-2024-1\nSeverity: HIGH\nFixed Version: 9`,
      },
      locations: [at('library/alpine')],
    })
  assert.deepEqual(key(found('openssl', '1.1.1c')), key(found('openssl', '3.0.0')))
  assert.notDeepEqual(key(found('openssl', '1')), key(found('libcrypto', '1')))
})

test("trivy: the severity of the tag wins over the vendor's score", () => {
  const rules = [
    { id: 'CVE-2024-1', properties: { tags: ['vulnerability', 'security', 'LOW'], 'security-severity': '9.8' } },
  ]
  assert.equal(read('Trivy', { ruleId: 'CVE-2024-1', level: 'note' }, {}, rules).severity, 'low')
})

test('KICS: informational findings are skipped, low ones fail, and the level comes from the rule', () => {
  const rules = [
    { id: 'low', defaultConfiguration: { level: 'note' } },
    { id: 'info', defaultConfiguration: { level: 'none' } },
  ]
  assert.equal(read('KICS', { ruleId: 'info', kind: 'informational' }, {}, rules).outcome, 'skip')
  const low = read('KICS', { ruleId: 'low', kind: 'fail' }, {}, rules)
  assert.deepEqual([low.outcome, low.severity], ['fail', 'low'])
})

test('kube-linter: the subject is the Kubernetes object, without the version of its API', () => {
  const logicalLocations = (version: string): object[] => [
    { name: 'shop', kind: 'Object Name' },
    { name: 'prod', kind: 'Object Namespace' },
    { name: 'apps', kind: 'GVK/Group' },
    { name: version, kind: 'GVK/Version', fullyQualifiedName: `apps/${version}` },
    { name: 'Deployment', kind: 'GVK/Kind' },
  ]
  const found = (version: string): Result =>
    read('kube-linter', {
      ruleId: 'no-read-only-root-fs',
      message: { text: `container "a" is writable\nobject: prod/shop apps/${version}, Kind=Deployment` },
      locations: [{ ...at('deploy/shop.yaml'), logicalLocations: logicalLocations(version) }],
    })
  assert.deepEqual(found('v1').subject, {
    group: '',
    kind: 'Object',
    namespace: 'prod',
    name: 'deploy/shop.yaml#apps/Deployment/shop',
  })
  assert.deepEqual(key(found('v1')), key(found('v1beta1')))
  assert.equal(found('v1').outcome, 'fail')
})

test('terrascan: the subject is the resource by type and name', () => {
  const location = { ...at('infra/main.tf', 5), logicalLocations: [{ kind: 'aws_ami', name: 'base' }] }
  const result = read('terrascan', { ruleId: 'AC_AWS_0001', level: 'warning', locations: [location] })
  assert.deepEqual(result.subject, { group: '', kind: 'Resource', namespace: '', name: 'infra/main.tf#aws_ami.base' })
  assert.deepEqual([result.outcome, result.part], ['fail', ''])
})

test('semgrep: the index of a match is not part of its fingerprint', () => {
  const found = (index: number): Result =>
    read('semgrep', { ruleId: 'a', fingerprints: { 'matchBasedId/v1': `abc_${index}` } })
  assert.equal(found(0).part, found(3).part)
})

test('semgrep: without sign-in the placeholder makes no two findings one', () => {
  const fingerprints = { 'matchBasedId/v1': 'requires login' }
  const { results } = parse('semgrep', [
    { ruleId: 'a', fingerprints, locations: [at('a.ts', 1, 'eval(x)')] },
    { ruleId: 'a', fingerprints, locations: [at('a.ts', 2, 'eval(y)')] },
    { ruleId: 'a', fingerprints, message: { text: 'eval of z' }, locations: [at('a.ts', 3, 'requires login')] },
  ])
  const parts = new Set(results.map(({ part }) => part.replace(/~\d+$/, '')))
  assert.equal(parts.size, 3)
})

test('CodeQL: the line hash counts without its counter, and equal lines are told apart by order', () => {
  const found = (hash: string, line: number): object => ({
    ruleId: 'py/x',
    partialFingerprints: { primaryLocationLineHash: hash, primaryLocationStartColumnFingerprint: String(line) },
    locations: [at('a.py', line)],
  })
  const { results } = parse('CodeQL', [found('9cbc:2', 20), found('9cbc:1', 10)])
  assert.equal(results[0]?.part, `${results[1]?.part}~2`)
})

test('other tools: fingerprints come before code, and code before the message', () => {
  const base = { ruleId: 'a', message: { text: 'first' }, locations: [at('a.c', 1, 'x = 1')] }
  const part = (more: object): string => read('Other', { ...base, ...more }).part
  const other = { message: { text: 'second' } }
  assert.equal(
    part({ fingerprints: { 'id/v1': 'f' } }),
    part({ ...other, locations: [at('a.c', 9, 'y')], fingerprints: { 'id/v1': 'f' } }),
  )
  assert.equal(part({ fingerprints: { 'id/v1': 'f' } }), part({ fingerprints: { 'id/v1': 'f', 'id/v2': 'g' } }))
  assert.equal(part({}), part({ ...other, locations: [at('a.c', 9, ' x  =  1')] }))
  assert.notEqual(part({ locations: [at('a.c')] }), part({ ...other, locations: [at('a.c')] }))
})

test('other tools: fingerprints of a column or a whole file, and ones that are not texts, do not count', () => {
  const part = (partialFingerprints: object): string =>
    read('Other', { ruleId: 'a', message: { text: 'm' }, partialFingerprints }).part
  assert.equal(part({}), part({ scanFileHash: 'a', startColumnFingerprint: '4', nested: { hash: 'b' } }))
  assert.notEqual(part({}), part({ 'contextHash/v1': 'a' }))
  assert.equal(part({}), part({ 'matchBasedId/v1': 'requires login' }))
})

test('a result without a file has its logical location as subject, else the repository', () => {
  const logical = read('Other', { ruleId: 'a', locations: [{ logicalLocations: [{ fullyQualifiedName: 'ns::f' }] }] })
  assert.deepEqual([logical.subject.kind, logical.subject.name], ['Resource', 'ns::f'])
  const nowhere = read('Other', { ruleId: 'a' })
  assert.deepEqual([nowhere.subject.kind, nowhere.subject.name], ['File', '.'])
})
