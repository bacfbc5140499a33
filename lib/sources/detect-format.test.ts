import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detectFormat } from './detect-format.ts'

const unknown = (text: string): string => {
  const found = detectFormat(text)
  return typeof found === 'string' ? `known as ${found}` : found.unknown
}

test('SARIF is known by version, schema or runs, in any order of keys, also cut', () => {
  assert.equal(detectFormat('{"version":"2.1.0","runs":[]}'), 'sarif')
  assert.equal(detectFormat('\uFEFF{"$schema":"https://example.test/sarif-2.0.0.json","runs":[{"too'), 'sarif')
  assert.equal(detectFormat('{"runs":[{"tool":{"driver":{"name":"a"}},"results":[{"ruleId":"b"'), 'sarif')
})

test('reports and constraints are known by their group, as objects, lists and lists without types', () => {
  const report = { apiVersion: 'wgpolicyk8s.io/v1alpha2', kind: 'PolicyReport' }
  const constraint = { apiVersion: 'constraints.gatekeeper.sh/v1beta1', kind: 'K8sRequiredLabels' }
  assert.equal(detectFormat(JSON.stringify(report)), 'policy-report')
  assert.equal(
    detectFormat(JSON.stringify({ kind: 'ReportList', apiVersion: 'openreports.io/v1alpha1', items: [] })),
    'policy-report',
  )
  assert.equal(detectFormat(JSON.stringify({ apiVersion: 'v1', items: [constraint], kind: 'List' })), 'gatekeeper')
  assert.equal(detectFormat(JSON.stringify([report])), 'policy-report')
})

test('a list whose items name their group only after long metadata is known from the whole text', () => {
  const item = {
    metadata: { annotations: { long: '{"x":"\\"'.repeat(20_000) } },
    kind: 'PolicyReport',
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
  }
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [item] }, null, 2)
  assert.ok(text.indexOf('wgpolicyk8s') > 64 * 1024)
  assert.equal(detectFormat(text), 'policy-report')
})

test('YAML is known by the group of any of its documents or items', () => {
  assert.equal(
    detectFormat('# made by x\n---\napiVersion: v1\nkind: Pod\n---\napiVersion: "wgpolicyk8s.io/v1beta1"\n'),
    'policy-report',
  )
  assert.equal(
    detectFormat('apiVersion: v1\nitems:\n- apiVersion: constraints.gatekeeper.sh/v1beta1\n  kind: X\n'),
    'gatekeeper',
  )
  assert.equal(
    detectFormat('Applying 3 policy rule(s) to 1 resource(s)...\n\n---\napiVersion: openreports.io/v1alpha1\n'),
    'policy-report',
  )
})

test('JUnit is known by its root, with comments, declarations or text in front', () => {
  assert.equal(detectFormat('<?xml version="1.0"?>\n<!-- <checkstyle> -->\n<testsuites/>'), 'junit')
  assert.equal(detectFormat('<testsuite name="a">'), 'junit')
  assert.equal(detectFormat('Loading test ( a ) ...\n\n<?xml version="1.0"?>\n<testsuites>'), 'junit')
})

test('another root is named', () => {
  assert.match(unknown('<test-run id="1"/>'), /<test-run>.*NUnit/)
  assert.match(unknown('<!DOCTYPE x><constructor/>'), /<constructor>/)
})

test('a word of another format inside a document does not make it that format', () => {
  assert.equal(detectFormat('{"version":"2.1.0","runs":[{"x":"\\"apiVersion\\":\\"wgpolicyk8s.io/v1\\""}]}'), 'sarif')
  const gator = [
    { target: 't', msg: 'm', constraint: { apiVersion: 'constraints.gatekeeper.sh/v1beta1' }, violatingObject: {} },
  ]
  assert.match(unknown(JSON.stringify(gator)), /gator test/)
  assert.match(unknown('{"message":"<testsuites>"}'), /none of the formats/)
})

test('the outputs of known tools that are not read are named, with what to send instead', () => {
  const documents: [unknown, RegExp][] = [
    [{ check_type: 'terraform', results: { failed_checks: [] }, summary: {} }, /checkov.*SARIF or JUnit/],
    [[{ check_type: 'terraform', results: {} }], /checkov/],
    [{ passed: 0, failed: 0, checkov_version: '3' }, /summary of checkov/],
    [[{ filename: 'a', namespace: 'main', successes: 1 }], /conftest/],
    [{ SchemaVersion: 2, ArtifactName: 'a', Results: [] }, /trivy/],
    [{ summaryDetails: {}, results: [] }, /kubescape/],
    [{ kics_version: 'v2', queries: [] }, /KICS/],
    [{ Checks: [], Reports: null }, /kube-linter/],
    [[{ location: {}, package: 'data.a', name: 'test_b' }], /opa test/],
    [{ version: '15.0.0', vulnerabilities: [], scan: {} }, /GitLab/],
    [{ apiVersion: 'kyverno.io/v2', kind: 'PolicyException' }, /Kubernetes object of "kyverno.io\/v2"/],
    [{ hello: 1, world: { deep: 2 } }, /JSON with "hello", "world"/],
    [{}, /empty JSON object/],
    [[], /JSON list without objects/],
  ]
  for (const [document, reason] of documents) assert.match(unknown(JSON.stringify(document)), reason)
})

test('what is no document at all has a reason too', () => {
  assert.match(unknown(''), /empty/)
  assert.match(unknown(' \n'), /empty/)
  assert.match(unknown('null'), /null/)
  assert.match(unknown('--- FAIL: a (0.01s)\n'), /gator verify/)
  assert.match(unknown('hello'), /neither/)
  assert.match(unknown('"text"'), /neither/)
  assert.match(unknown('apiVersion: v1\nkind: Pod\n'), /Kubernetes object of "v1"/)
})

test('a hostile document is looked at briefly', () => {
  const started = performance.now()
  for (const text of [
    '['.repeat(20_000_000),
    '{"a":'.repeat(4_000_000),
    `{"${'\\"'.repeat(10_000_000)}`,
    `x${'\napiVersion: v1'.repeat(1_000_000)}`,
    `<!--${'<!--'.repeat(1_000_000)}`,
  ]) {
    detectFormat(text)
  }
  assert.ok(performance.now() - started < 3000)
})
