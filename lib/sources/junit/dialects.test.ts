import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Parsed, Result } from '#lib/domain/result.ts'
import { parseSarif } from '#lib/sources/sarif/parse.ts'
import { parseJUnit } from './parse.ts'

const NOW = new Date('2026-11-20T00:00:00Z')
const captured = (path: string): Buffer =>
  readFileSync(new URL(`../../../e2e/fixtures/captured/${path}`, import.meta.url))
const junit = (path: string): Parsed => parseJUnit(captured(`${path}.junit.xml`))
function sarif(path: string): Parsed {
  const [parsed] = parseSarif(captured(`${path}.sarif`).toString('utf8'), { now: NOW })
  assert.ok(parsed)
  return parsed
}
const checkKey = ({ check }: Result): string => `${check.engine}/${check.policy}/${check.rule}`
const subjectKey = ({ subject }: Result): string => `${subject.kind} ${subject.name}`
const isOpen = ({ outcome, exceptions }: Result): boolean =>
  exceptions.length === 0 && (outcome === 'fail' || outcome === 'warn')
const tally = (keys: string[]): string[] => keys.sort()

const CHECKOV = ['data-pipelines', 'network-foundation', 'payments-api'].flatMap((repository) =>
  ['bad', 'mixed', 'good'].map((variant) => `checkov/${repository}/${variant}`),
)
const CONFTEST = ['bad.terraform', 'mixed.terraform', 'good.terraform'].map(
  (file) => `conftest/network-foundation/${file}`,
)

test('checkov names the same checks and fails the same files in JUnit and SARIF', () => {
  for (const path of CHECKOV) {
    const fileOf = ({ detail, check }: Result): string => `${check.policy} ${detail?.file}`
    const [xml, json] = [junit(path).results, sarif(path).results]
    assert.deepEqual(tally(xml.filter(isOpen).map(fileOf)), tally(json.filter(isOpen).map(fileOf)), path)
    const excepted = (results: Result[]): string[] =>
      tally(results.filter((result) => result.exceptions.length > 0).map(checkKey))
    assert.deepEqual(excepted(xml), excepted(json), path)
  }
})

test('checkov in JUnit names the resource, and lists what passed', () => {
  const parsed = junit('checkov/payments-api/good')
  const [result] = parsed.results
  assert.deepEqual(result?.check, {
    engine: 'checkov',
    policy: 'CKV_AWS_16',
    rule: '',
    title: 'Ensure all data stored in the RDS is securely encrypted at rest',
    category: 'terraform',
  })
  assert.deepEqual(result?.subject, {
    group: '',
    kind: 'Resource',
    namespace: '',
    name: 'infra/database.tf#aws_db_instance.ledger',
  })
  assert.deepEqual([result?.outcome, result?.severity], ['pass', 'unknown'])
  assert.equal(parsed.checks.length, new Set(parsed.results.map(checkKey)).size)
  assert.equal(parsed.absence, 'not_evaluated')
})

test('a check that checkov skips in the code is excepted, with its comment as the reason', () => {
  const parsed = junit('checkov/payments-api/good')
  const skipped = parsed.results.filter(({ outcome }) => outcome === 'skip')
  assert.equal(skipped.length, 5)
  const [exception] = parsed.exceptions
  assert.deepEqual(skipped[0]?.exceptions, [exception?.name])
  assert.equal(exception?.kind, 'skip')
  assert.equal(exception?.reason, 'Standby is run by the replica in the second account, review due 2027-03-31')
  assert.deepEqual(exception?.checks, ['checkov/CKV_AWS_157'])
})

test('checkov that scanned nothing, or could not read a file, is partial in both formats', () => {
  for (const path of ['checkov/samples/nothing-scanned', 'checkov/samples/parse-error']) {
    assert.ok(junit(path).partial, path)
    assert.ok(sarif(path).partial, path)
    assert.equal(junit(path).tool?.name, 'checkov')
  }
})

test('checkov before the file attribute: the file ends with its extension', () => {
  const name = (classname: string): string | undefined =>
    parseJUnit(
      `<testsuite name="terraform scan"><testcase name="[HIGH][CKV_1] t" classname="${classname}"/></testsuite>`,
    ).results[0]?.subject.name
  assert.equal(name('/infra/main.tf.module.a.aws_s3_bucket.b'), 'infra/main.tf#module.a.aws_s3_bucket.b')
  assert.equal(name('/deploy/app.yaml.Deployment.prod.app'), 'deploy/app.yaml#Deployment.prod.app')
  assert.equal(name('/web/Dockerfile.FROM'), 'web/Dockerfile#FROM')
})

test('a case that checkov would not write is rejected, not read as something else', () => {
  const parsed = parseJUnit(
    '<testsuite name="terraform scan"><testcase name="[NONE][CKV_1] t" classname="/a.tf.r"/><testcase name="odd"/></testsuite>',
  )
  assert.deepEqual([parsed.entries, parsed.rejected.length], [1, 1])
})

test('conftest gives its findings the same keys in JUnit and SARIF', () => {
  const key = (result: Result): string => [checkKey(result), subjectKey(result), result.part].join(' ')
  for (const path of CONFTEST) {
    assert.deepEqual(
      tally(junit(path).results.filter(isOpen).map(key)),
      tally(sarif(path).results.filter(isOpen).map(key)),
      path,
    )
  }
})

test('conftest passes a file once, and only when nothing of its package failed there', () => {
  const xml = junit('conftest/network-foundation/mixed.terraform')
  const json = sarif('conftest/network-foundation/mixed.terraform')
  const passed = (parsed: Parsed): string[] =>
    tally(parsed.results.filter(({ outcome }) => outcome === 'pass').map(subjectKey))
  assert.deepEqual(passed(xml), passed(json))
  assert.equal(xml.listed, xml.entries + xml.ignored.reduce((sum, { count }) => sum + count, 0))
})

test('conftest up to 0.20 had the package in the name of the case', () => {
  const xml =
    '<testsuite name="conftest"><testcase classname="conftest" name="a.yaml - main - no - dashes"><failure message="Failed">no - dashes</failure></testcase><testcase classname="conftest" name="b.yaml - main"/></testsuite>'
  const { results } = parseJUnit(xml)
  assert.deepEqual(
    results.map(({ check, subject, outcome }) => [check.policy, subject.name, outcome]),
    [
      ['main', 'a.yaml', 'fail'],
      ['main', 'b.yaml', 'pass'],
    ],
  )
})

test('unit tests of policies have engines of their own and are said to be tests', () => {
  const kyverno =
    '<testsuite name="require-labels"><testcase classname="check-team" name="v1/Pod/a"><failure message="Want pass, got fail">\n Policy: p\n Rule: r\n Resource: v1/Pod/a\n Result: Fail</failure></testcase></testsuite>'
  const opa =
    '<testsuite name="data.main"><testcase classname="data.main" name="test_deny"/><testcase classname="data.main" name="todo_test_more"><skipped/></testcase></testsuite>'
  const documents: [Parsed, string][] = [
    [junit('conftest/samples/verify'), 'conftest-verify'],
    [parseJUnit(kyverno), 'kyverno-test'],
    [
      parseJUnit(
        `Loading test ( a.yaml ) ...\n<testsuites><testsuite name="p"><testcase classname="r" name="n"/></testsuite></testsuites>`,
      ),
      'kyverno-test',
    ],
    [parseJUnit(opa), 'opa-test'],
    [parseJUnit('<testsuite name="gator verify"><testcase name="t"/></testsuite>'), 'gator-verify'],
  ]
  for (const [parsed, engine] of documents) {
    assert.ok(parsed.results.length > 0)
    assert.deepEqual(
      [...new Set(parsed.results.map(({ check, subject }) => `${check.engine} ${subject.kind}`))],
      [`${engine} Test`],
    )
    assert.match(parsed.warnings.join(), /unit tests of policies/)
  }
})

test('a test suite about data is not taken for tests of policies', () => {
  const parsed = parseJUnit('<testsuite name="unit"><testcase classname="data_loader" name="test_load"/></testsuite>')
  assert.equal(parsed.results[0]?.check.engine, 'junit')
})

test('terrascan names the resource by type as in SARIF, and its skip comment is a reason', () => {
  const violation = (rule: string): string =>
    `Description: Enable encryption, File: main.tf, Line: 5, Severity: MEDIUM, Rule Name: amiNotEncrypted, Rule ID: ${rule}, Resource Name: base, Resource Type: aws_ami, Category: Encryption`
  const cases = `<testcase classname="main.tf" severity="MEDIUM" category="Encryption" name="[ERROR] resource: &#34;base&#34; at line: 5, violates: RULE - AC_1"><failure message="${violation('AC_1')}"/></testcase>
    <testcase classname="main.tf" severity="LOW" name="[ERROR] resource: &#34;base&#34; at line: 5, violates: RULE - AC_2"><skipped message="(skip comment: agreed) ${violation('AC_2')}"/></testcase>
    <testcase classname="aRule" severity="HIGH" name="RULE - AC_3, CATEGORY - IAM, DESCRIPTION - text, more"/>`
  const parsed = parseJUnit(
    `<testsuites name="TERRASCAN_POLICY_SUITES"><testsuite name="TERRASCAN_POLICY_SUITE" tests="8">${cases}</testsuite></testsuites>`,
  )
  assert.deepEqual(
    parsed.results.map(({ check, subject, outcome, severity }) => [check.policy, subject.name, outcome, severity]),
    [
      ['AC_1', 'main.tf#aws_ami.base', 'fail', 'medium'],
      ['AC_2', 'main.tf#aws_ami.base', 'skip', 'low'],
      ['AC_3', 'all resources', 'pass', 'high'],
    ],
  )
  assert.equal(parsed.exceptions[0]?.reason, 'agreed')
})

test('trivy: the target without the version of its system, the package without its own', () => {
  const xml = (version: string): string =>
    `<testsuites name="trivy"><testsuite name="app.tar (alpine ${version})"><testcase classname="libcrypto1.1-${version}-r0" name="[HIGH] CVE-2024-1"><failure message="t" type="description">d</failure></testcase></testsuite></testsuites>`
  const [before, after] = [parseJUnit(xml('1.1.1c')).results[0], parseJUnit(xml('3.2')).results[0]]
  assert.deepEqual([before?.check.policy, before?.subject.name, before?.severity], ['CVE-2024-1', 'app.tar', 'high'])
  assert.deepEqual([before?.subject, before?.part], [after?.subject, after?.part])
})

test('kubescape: the control is the check, the framework the subject', () => {
  const xml =
    '<testsuites name="Kubescape Scanning"><testsuite name="NSA"><testcase classname="NSA/C-0002" name="Exec into container"><failure message="m"/></testcase><testcase classname="NSA/C-0005" name="API"/></testsuite></testsuites>'
  assert.deepEqual(
    parseJUnit(xml).results.map(({ check, subject, outcome }) => [check.engine, check.policy, subject.name, outcome]),
    [
      ['kubescape', 'C-0002', 'NSA', 'fail'],
      ['kubescape', 'C-0005', 'NSA', 'pass'],
    ],
  )
})

test('semgrep: a failure per finding, told apart by the code found', () => {
  const found = (line: number, code: string): string =>
    `<testcase name="rules.eval" classname="src/a.ts" file="src/a.ts" line="${line}"><failure type="ERROR" message="eval is bad">${code}</failure></testcase>`
  const parsed = parseJUnit(
    `<testsuites><testsuite name="semgrep results">${found(3, 'eval(x)')}${found(9, 'eval(y)')}</testsuite></testsuites>`,
  )
  assert.deepEqual(
    parsed.results.map(({ check, subject, severity }) => [check.engine, check.policy, subject.name, severity]),
    [
      ['semgrep', 'rules.eval', 'src/a.ts', 'high'],
      ['semgrep', 'rules.eval', 'src/a.ts', 'high'],
    ],
  )
  assert.notEqual(parsed.results[0]?.part, parsed.results[1]?.part)
  assert.deepEqual([parsed.absence, parsed.checks], ['fixed', []])
})
