import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Parsed } from '#lib/domain/result.ts'
import { buildEntry, buildReport, POD } from '#lib/testing/build-report.ts'
import { parsePolicyReports } from './parse.ts'

const now = new Date('2026-11-20T12:00:00Z')
const parse = (...objects: unknown[]): Parsed => {
  const parsed = parsePolicyReports(objects, { now })
  const ignored = parsed.ignored.reduce((sum, { count }) => sum + count, 0)
  assert.equal(parsed.listed, parsed.entries + parsed.rejected.length + ignored)
  return parsed
}
const only = (...objects: unknown[]) => {
  const { results } = parse(...objects)
  assert.equal(results.length, 1)
  const [result] = results
  assert(result)
  return result
}

describe('checks', () => {
  test('an engine is the source in lower case: the result’s, the report’s, a label’s, else unknown', () => {
    const engineOf = (fields: object, source?: string) =>
      only(buildReport({ results: [buildEntry({ source })], ...fields })).check.engine
    const labels = { 'app.kubernetes.io/managed-by': 'Kubewarden', 'policy.kubernetes.io/engine': 'rhacm' }
    assert.equal(
      engineOf({ source: 'Other', metadata: { labels } }, 'KyvernoValidatingPolicy'),
      'kyvernovalidatingpolicy',
    )
    assert.equal(engineOf({ source: 'Other', metadata: { labels } }, ''), 'other')
    assert.equal(engineOf({ metadata: { labels } }), 'kubewarden')
    assert.equal(engineOf({ metadata: { labels: { 'policy.kubernetes.io/engine': 'rhacm' } } }), 'rhacm')
    assert.equal(engineOf({ metadata: {} }), 'unknown')
  })

  test('the rule of CEL, VAP and MAP sources changes with the outcome and is no part of the check', () => {
    for (const source of ['KyvernoValidatingPolicy', 'KyvernoImageValidatingPolicy', 'KyvernoMutatingPolicy'])
      assert.equal(only(buildReport({ results: [buildEntry({ source, rule: 'exception' })] })).check.rule, '')
    for (const source of ['KyvernoGeneratingPolicy', 'ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy'])
      assert.equal(only(buildReport({ results: [buildEntry({ source, rule: 'evaluation' })] })).check.rule, '')
  })

  test('T9: autogen rules of Kyverno are the rule they were made from, and of nobody else', () => {
    const rules = ['team', 'autogen-team', 'autogen-cronjob-team']
    const { results, checks } = parse(buildReport({ results: rules.map((rule) => buildEntry({ rule })) }))
    assert.equal(checks.length, 1)
    assert.equal(new Set(results.map(({ check }) => check)).size, 1)
    assert.equal(results[1]?.detail?.rule, 'autogen-team')
    assert.equal(
      only(buildReport({ results: [buildEntry({ source: 'Other', rule: 'autogen-team' })] })).check.rule,
      'autogen-team',
    )
  })

  test('T10: one policy name from three sources is three checks', () => {
    const sources = ['KyvernoValidatingPolicy', 'KyvernoImageValidatingPolicy', 'ValidatingAdmissionPolicy']
    const { checks } = parse(buildReport({ results: sources.map((source) => buildEntry({ source })) }))
    assert.deepEqual(
      checks.map(({ engine }) => engine),
      sources.map((source) => source.toLowerCase()),
    )
  })

  test('T8: a namespaced policy keeps its namespace, and an admission policy is told by its name, not by its binding', () => {
    const vap = {
      source: 'ValidatingAdmissionPolicy',
      policy: 'no-latest',
      rule: 'no-latest',
      properties: { binding: 'b' },
    }
    const { check } = only(buildReport({ results: [buildEntry(vap)] }))
    assert.deepEqual([check.policy, check.rule], ['no-latest', ''])
    assert.equal(
      only(buildReport({ results: [buildEntry({ policy: 'shop/require-labels' })] })).check.policy,
      'shop/require-labels',
    )
  })

  test('a check is one object wherever it is met, with the facts of its first result', () => {
    const facts = buildEntry({ category: 'Best Practices ', severity: 'high' })
    const { results, checks } = parse(
      buildReport({ results: [facts] }),
      buildReport({ results: [buildEntry({ severity: 'low' })], scope: { ...POD, name: 'b' } }),
    )
    assert.equal(results[0]?.check, results[1]?.check)
    assert.deepEqual(checks, [
      { engine: 'kyverno', policy: 'require-labels', rule: 'team', category: 'Best Practices', severity: 'high' },
    ])
  })

  test('a place in a report tells nothing of the check: only what stands there does', () => {
    const a = [buildEntry({ policy: 'a' }), buildEntry({ policy: 'b' })]
    const b = [buildEntry({ policy: 'b' }), buildEntry({ policy: 'b', rule: 'other' })]
    const c = [buildEntry({ policy: 'b', source: 'Other' })]
    const { results } = parse(buildReport({ results: a }), buildReport({ results: b }), buildReport({ results: c }))
    assert.deepEqual(
      results.map(({ check }) => `${check.engine}/${check.policy}/${check.rule}`),
      ['kyverno/a/team', 'kyverno/b/team', 'kyverno/b/team', 'kyverno/b/other', 'other/b/team'],
    )
  })

  test('a name too long for a key is cut so that two names stay two', () => {
    const long = 'x'.repeat(600)
    const { checks } = parse(
      buildReport({ results: [buildEntry({ policy: `${long}a` }), buildEntry({ policy: `${long}b` })] }),
    )
    assert(checks.every(({ policy }) => policy.length < 500))
    assert.notEqual(checks[0]?.policy, checks[1]?.policy)
  })
})

describe('parts', () => {
  const cve = (properties: object) =>
    buildEntry({ source: 'Trivy Vulnerability', policy: 'CVE-2020-27350', rule: undefined, properties })

  test('the package tells vulnerabilities of one subject apart', () => {
    const { results } = parse(buildReport({ results: [cve({ resource: 'apt' }), cve({ resource: 'libapt' })] }))
    assert.deepEqual(
      results.map(({ part }) => part),
      ['apt', 'libapt'],
    )
  })

  test('an exposed secret is told by its masked text, not by the id that holds the uid of the workload', () => {
    const secret = (message: string, resultID: string) =>
      only(
        buildReport({ results: [buildEntry({ source: 'Trivy ExposedSecrets', message, properties: { resultID } })] }),
      ).part
    assert.equal(secret('key=***', '1'), secret('key=***', '2'))
    assert.notEqual(secret('key=***', '1'), secret('password=***', '1'))
  })

  test('the test number of kube-bench counts whether or not another result shares its check', () => {
    const results = [
      buildEntry({ source: '', properties: { index: '1.1.1' } }),
      buildEntry({ source: '', properties: { index: '1.1.2' } }),
    ]
    const parts = parse(buildReport({ results })).results.map(({ part }) => part)
    assert.deepEqual(parts, ['1.1.1', '1.1.2'])
    assert.equal(only(buildReport({ results: results.slice(0, 1) })).part, '1.1.1')
    assert.equal(only(buildReport({ results: [buildEntry({ properties: { index: '1' } })] })).part, '')
  })
})

describe('subjects', () => {
  test('T11: a result speaks of its resources, else of the scope, else of the report itself', () => {
    const other = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' }
    const nameOf = (fields: object) => only(buildReport(fields)).subject.name
    assert.equal(nameOf({ results: [buildEntry({ resources: [other] })] }), 'web')
    assert.equal(nameOf({ results: [buildEntry({ resources: [], resourceSelector: {} })] }), 'cart')
    assert.deepEqual(only(buildReport({ scope: undefined })).subject, {
      group: 'wgpolicyk8s.io',
      kind: 'PolicyReport',
      namespace: 'shop',
      name: 'r',
      uid: 'u-r',
    })
  })

  test('the API group belongs to a subject, the version does not', () => {
    const groupOf = (apiVersion: string) => only(buildReport({ scope: { ...POD, apiVersion } })).subject.group
    assert.equal(groupOf('v1'), '')
    assert.equal(groupOf('apps/v1beta1'), 'apps')
  })

  test('T12: a subject without a namespace is in the report’s, but a Namespace is in none', () => {
    const { namespace: _, ...scope } = POD
    assert.equal(only(buildReport({ scope })).subject.namespace, 'shop')
    const own = { apiVersion: 'v1', kind: 'Namespace', name: 'shop', namespace: 'shop' }
    assert.equal(only(buildReport({ scope: own })).subject.namespace, '')
  })

  test('an entry that names several objects is one entry with a result for each', () => {
    const resources = [POD, { ...POD, name: 'web', uid: 'u-2' }]
    const { results, entries, listed } = parse(buildReport({ scope: undefined, results: [buildEntry({ resources })] }))
    assert.deepEqual(
      results.map(({ subject, detail }) => [subject.name, detail?.uid]),
      [
        ['cart', 'u-1'],
        ['web', 'u-2'],
      ],
    )
    assert.deepEqual([entries, listed], [1, 1])
  })

  test('the results of one report share their subject', () => {
    const { results } = parse(buildReport({ results: [buildEntry(), buildEntry({ rule: 'other' })] }))
    assert.equal(results[0]?.subject, results[1]?.subject)
  })

  test('T13: a report without results says that its scope was looked at', () => {
    const { subjects, results, listed } = parse(
      buildReport({ results: undefined }),
      buildReport({ results: [], scope: undefined }),
    )
    assert.deepEqual(
      subjects.map(({ name }) => name),
      ['cart'],
    )
    assert.deepEqual([results.length, listed], [0, 0])
  })

  test('a result without any name is kept and told', () => {
    assert.match(parse(buildReport({ scope: undefined, metadata: {} })).warnings[0] ?? '', /1 result names no object/)
  })
})
