import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Parsed } from '#lib/domain/result.ts'
import { parsePolicyReports } from './parse.ts'

const now = new Date('2026-11-20T12:00:00Z')
const seconds = (text: string) => Date.parse(text) / 1000
const pod = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'cart', uid: 'u-1' }
const entry = (fields: object = {}) => ({
  source: 'kyverno',
  policy: 'require-labels',
  rule: 'team',
  result: 'fail',
  ...fields,
})
const report = (fields: object = {}) => ({
  apiVersion: 'wgpolicyk8s.io/v1alpha2',
  kind: 'PolicyReport',
  metadata: { name: 'r', namespace: 'shop', uid: 'u-r' },
  scope: pod,
  results: [entry()],
  ...fields,
})
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
      only(report({ results: [entry({ source })], ...fields })).check.engine
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
      assert.equal(only(report({ results: [entry({ source, rule: 'exception' })] })).check.rule, '')
    for (const source of ['KyvernoGeneratingPolicy', 'ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy'])
      assert.equal(only(report({ results: [entry({ source, rule: 'evaluation' })] })).check.rule, '')
  })

  test('autogen rules of Kyverno are the rule they were made from, and of nobody else (T9)', () => {
    const rules = ['team', 'autogen-team', 'autogen-cronjob-team']
    const { results, checks } = parse(report({ results: rules.map((rule) => entry({ rule })) }))
    assert.equal(checks.length, 1)
    assert.equal(new Set(results.map(({ check }) => check)).size, 1)
    assert.equal(results[1]?.detail?.rule, 'autogen-team')
    assert.equal(
      only(report({ results: [entry({ source: 'Other', rule: 'autogen-team' })] })).check.rule,
      'autogen-team',
    )
  })

  test('one policy name from three sources is three checks (T10)', () => {
    const sources = ['KyvernoValidatingPolicy', 'KyvernoImageValidatingPolicy', 'ValidatingAdmissionPolicy']
    const { checks } = parse(report({ results: sources.map((source) => entry({ source })) }))
    assert.deepEqual(
      checks.map(({ engine }) => engine),
      sources.map((source) => source.toLowerCase()),
    )
  })

  test('a namespaced policy keeps its namespace (T8)', () => {
    assert.equal(
      only(report({ results: [entry({ policy: 'shop/require-labels' })] })).check.policy,
      'shop/require-labels',
    )
  })

  test('a check is one object wherever it is met, with the facts of its first result', () => {
    const facts = entry({ category: 'Best Practices ', severity: 'high' })
    const { results, checks } = parse(
      report({ results: [facts] }),
      report({ results: [entry({ severity: 'low' })], scope: { ...pod, name: 'b' } }),
    )
    assert.equal(results[0]?.check, results[1]?.check)
    assert.deepEqual(checks, [
      { engine: 'kyverno', policy: 'require-labels', rule: 'team', category: 'Best Practices', severity: 'high' },
    ])
  })

  test('a place in a report tells nothing of the check: only what stands there does', () => {
    const a = [entry({ policy: 'a' }), entry({ policy: 'b' })]
    const b = [entry({ policy: 'b' }), entry({ policy: 'b', rule: 'other' })]
    const c = [entry({ policy: 'b', source: 'Other' })]
    const { results } = parse(report({ results: a }), report({ results: b }), report({ results: c }))
    assert.deepEqual(
      results.map(({ check }) => `${check.engine}/${check.policy}/${check.rule}`),
      ['kyverno/a/team', 'kyverno/b/team', 'kyverno/b/team', 'kyverno/b/other', 'other/b/team'],
    )
  })

  test('a name too long for a key is cut so that two names stay two', () => {
    const long = 'x'.repeat(600)
    const { checks } = parse(report({ results: [entry({ policy: `${long}a` }), entry({ policy: `${long}b` })] }))
    assert(checks.every(({ policy }) => policy.length < 500))
    assert.notEqual(checks[0]?.policy, checks[1]?.policy)
  })
})

describe('parts', () => {
  const cve = (properties: object) =>
    entry({ source: 'Trivy Vulnerability', policy: 'CVE-2020-27350', rule: undefined, properties })

  test('the package tells vulnerabilities of one subject apart', () => {
    const { results } = parse(report({ results: [cve({ resource: 'apt' }), cve({ resource: 'libapt' })] }))
    assert.deepEqual(
      results.map(({ part }) => part),
      ['apt', 'libapt'],
    )
  })

  test('an exposed secret is told by its masked text, not by the id that holds the uid of the workload', () => {
    const secret = (message: string, resultID: string) =>
      only(report({ results: [entry({ source: 'Trivy ExposedSecrets', message, properties: { resultID } })] })).part
    assert.equal(secret('key=***', '1'), secret('key=***', '2'))
    assert.notEqual(secret('key=***', '1'), secret('password=***', '1'))
  })

  test('the test number of kube-bench counts whether or not another result shares its check', () => {
    const results = [
      entry({ source: '', properties: { index: '1.1.1' } }),
      entry({ source: '', properties: { index: '1.1.2' } }),
    ]
    const parts = parse(report({ results })).results.map(({ part }) => part)
    assert.deepEqual(parts, ['1.1.1', '1.1.2'])
    assert.equal(only(report({ results: results.slice(0, 1) })).part, '1.1.1')
    assert.equal(only(report({ results: [entry({ properties: { index: '1' } })] })).part, '')
  })
})

describe('subjects', () => {
  test('a result speaks of its resources, else of the scope, else of the report itself (T11)', () => {
    const other = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' }
    const nameOf = (fields: object) => only(report(fields)).subject.name
    assert.equal(nameOf({ results: [entry({ resources: [other] })] }), 'web')
    assert.equal(nameOf({ results: [entry({ resources: [], resourceSelector: {} })] }), 'cart')
    assert.deepEqual(only(report({ scope: undefined })).subject, {
      group: 'wgpolicyk8s.io',
      kind: 'PolicyReport',
      namespace: 'shop',
      name: 'r',
      uid: 'u-r',
    })
  })

  test('the API group belongs to a subject, the version does not', () => {
    const groupOf = (apiVersion: string) => only(report({ scope: { ...pod, apiVersion } })).subject.group
    assert.equal(groupOf('v1'), '')
    assert.equal(groupOf('apps/v1beta1'), 'apps')
  })

  test('a subject without a namespace is in the report’s, but a Namespace is in none (T12)', () => {
    const { namespace: _, ...scope } = pod
    assert.equal(only(report({ scope })).subject.namespace, 'shop')
    const own = { apiVersion: 'v1', kind: 'Namespace', name: 'shop', namespace: 'shop' }
    assert.equal(only(report({ scope: own })).subject.namespace, '')
  })

  test('an entry that names several objects is one entry with a result for each', () => {
    const resources = [pod, { ...pod, name: 'web', uid: 'u-2' }]
    const { results, entries, listed } = parse(report({ scope: undefined, results: [entry({ resources })] }))
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
    const { results } = parse(report({ results: [entry(), entry({ rule: 'other' })] }))
    assert.equal(results[0]?.subject, results[1]?.subject)
  })

  test('a report without results says that its scope was looked at (T13)', () => {
    const { subjects, results, listed } = parse(
      report({ results: undefined }),
      report({ results: [], scope: undefined }),
    )
    assert.deepEqual(
      subjects.map(({ name }) => name),
      ['cart'],
    )
    assert.deepEqual([results.length, listed], [0, 0])
  })

  test('a result without any name is kept and told', () => {
    assert.match(parse(report({ scope: undefined, metadata: {} })).warnings[0] ?? '', /1 result names no object/)
  })
})

describe('outcomes', () => {
  test('a pass or skip that owes it to an exception says so, with the namespace where the message has it (T1)', () => {
    const excepted = (result: string, exceptions: string, message?: string) =>
      only(report({ results: [entry({ result, message, properties: { exceptions } })] })).exceptions
    assert.deepEqual(excepted('skip', 'a,b', 'rule is skipped due to policy exceptionsns/a, ns2/b'), ['ns/a', 'ns2/b'])
    assert.deepEqual(excepted('pass', 'a', 'rule is passed due to policy exception: ns/a'), ['ns/a'])
    assert.deepEqual(excepted('skip', 'a, b', 'a message of our own'), ['a', 'b'])
    assert.deepEqual(excepted('skip', 'a', 'rule is skipped due to policy exception: ns/other'), ['a'])
    assert.deepEqual(excepted('skip', ''), [])
  })

  test('an exception beside a failure does not hide it', () => {
    const failed = only(report({ results: [entry({ properties: { exceptions: 'a' } })] }))
    assert.deepEqual([failed.outcome, failed.exceptions], ['fail', []])
  })

  test('a skip without an exception is only a skip, and a warn only a warn (T2, T3)', () => {
    assert.equal(only(report({ results: [entry({ result: 'skip' })] })).outcome, 'skip')
    assert.equal(only(report({ results: [entry({ result: 'warn', scored: false })] })).outcome, 'warn')
  })

  test('v1alpha1 may call the outcome status (T17)', () => {
    assert.equal(only(report({ results: [entry({ result: undefined, status: 'warn' })] })).outcome, 'warn')
  })

  test('a severity is the result’s, else the one in its properties, else unknown', () => {
    const severityOf = (fields: object) => only(report({ results: [entry(fields)] })).severity
    assert.equal(severityOf({ severity: 'critical' }), 'critical')
    assert.equal(severityOf({ severity: 'Medium' }), 'medium')
    assert.equal(severityOf({ properties: { severity: 'HIGH' } }), 'high')
    assert.equal(severityOf({}), 'unknown')
    assert.equal(severityOf({ severity: 'severe' }), 'unknown')
  })

  test('the producer’s own summary counts for nothing (T5)', () => {
    assert.equal(parse(report({ summary: { fail: 7, pass: 4 } })).results.length, 1)
  })

  test('a result without policy or with no known outcome is rejected with its place, the others are kept (T4)', () => {
    const results = [entry({ policy: '' }), entry({ result: undefined }), entry({ result: 'FAIL' }), 'text', entry()]
    const { rejected, entries } = parse(report(), report({ results }))
    assert.equal(entries, 2)
    assert.deepEqual(rejected, [
      { path: 'items[1].results[0]', reason: 'policy is missing' },
      { path: 'items[1].results[1]', reason: 'result is missing' },
      { path: 'items[1].results[2]', reason: 'result is "FAIL", which is none of pass, fail, warn, error, skip' },
      { path: 'items[1].results[3]', reason: 'not an object' },
    ])
  })

  test('an entry with a resource that is no object is rejected whole', () => {
    const { rejected, results } = parse(report({ results: [entry({ resources: [pod, 'cart'] })] }))
    assert.equal(results.length, 0)
    assert.equal(rejected[0]?.path, 'items[0].results[0]')
  })
})

describe('what is kept of a result', () => {
  test('a plain pass carries nothing but its verdict', () => {
    const pass = only(report({ results: [entry({ result: 'pass', message: 'passed', timestamp: { seconds: 1 } })] }))
    assert.deepEqual([pass.message, pass.pointer, pass.detail], ['', '', undefined])
  })

  test('a failure carries its message, its place and a small detail', () => {
    const properties = { process: 'background scan', standard: 'restricted', data: '{"startTimestamp": 1}' }
    const failed = only(
      report({
        results: [
          entry({ message: 'no label', properties, timestamp: { seconds: seconds('2026-11-20T10:00:00Z'), nanos: 0 } }),
        ],
      }),
    )
    assert.deepEqual([failed.message, failed.pointer, failed.entry], ['no label', '/items/0/results/0', 0])
    assert.deepEqual(failed.detail, {
      uid: 'u-1',
      evaluatedAt: '2026-11-20T10:00:00.000Z',
      process: 'background scan',
      properties: { standard: 'restricted' },
    })
  })

  test('a time that cannot be true is not shown (T6)', () => {
    const times = [0, 37, -1, seconds('2014-12-31T23:00:00Z'), seconds('2026-11-22T12:00:00Z'), 'soon', undefined]
    for (const at of times)
      assert.equal(
        only(report({ results: [entry({ timestamp: { seconds: at, nanos: 1637497885 } })] })).detail?.evaluatedAt,
        undefined,
      )
  })

  test('a message is cut to 4 KiB and holds nothing a database refuses (T20)', () => {
    const messageOf = (message: string) => only(report({ results: [entry({ message })] })).message
    assert(Buffer.byteLength(messageOf('é'.repeat(5000))) <= 4096)
    assert.match(messageOf('é'.repeat(5000)), /^é+…$/)
    assert.doesNotMatch(messageOf('a\0b'), /\0/)
    assert(messageOf('a\ud800b').isWellFormed())
  })
})

describe('reports', () => {
  test('every group and version is read, and either kind under either group (T17)', () => {
    const kinds = [
      ['wgpolicyk8s.io/v1alpha1', 'ClusterPolicyReport'],
      ['wgpolicyk8s.io/v1beta1', 'PolicyReport'],
      ['reports.x-k8s.io/v1beta2', 'PolicyReport'],
      ['openreports.io/v1alpha1', 'Report'],
      ['openreports.io/v1alpha1', 'ClusterReport'],
      ['openreports.io/v1alpha1', 'PolicyReport'],
    ]
    for (const [apiVersion, kind] of kinds)
      assert.equal(parse(report({ apiVersion, kind })).entries, 1, `${apiVersion} ${kind}`)
  })

  test('Kyverno’s working copies are left to the reports that sum them up', () => {
    const copies = [
      { apiVersion: 'reports.kyverno.io/v1', kind: 'ClusterEphemeralReport', spec: { results: [entry()] } },
      { apiVersion: 'kyverno.io/v1alpha2', kind: 'BackgroundScanReport' },
      { apiVersion: 'kyverno.io/v2', kind: 'AdmissionReport' },
    ]
    const { ignored, results } = parse(...copies)
    assert.deepEqual([ignored[0]?.count, results.length], [3, 0])
  })

  test('events are no states: Falco and KubeArmor open nothing that could never close', () => {
    const sources = ['Falco', 'KubeArmor Policy Engine']
    const { ignored, results, checks } = parse(report({ results: sources.map((source) => entry({ source })) }))
    assert.deepEqual(ignored, [{ reason: 'an event, which is no state that could be fixed', count: 2 }])
    assert.deepEqual([results, checks], [[], []])
  })

  test('an object that is no report is rejected by name', () => {
    const { rejected } = parse(
      report(),
      { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy' },
      null,
      report({ results: {} }),
    )
    assert.deepEqual(rejected, [
      { path: 'items[1]', reason: 'ClusterPolicy of kyverno.io/v1 is not a policy report' },
      { path: 'items[2]', reason: 'not an object' },
      { path: 'items[3]', reason: 'results is not a list' },
    ])
  })

  test('a report that was filtered by status makes the reading partial', () => {
    const limits = { maxResults: 100, statusFilter: ['fail', 'warn'] }
    assert.match(parse(report({ configuration: { limits } })).partial ?? '', /fail, warn/)
    assert.equal(parse(report({ configuration: { limits: { maxResults: 100 } } })).partial, undefined)
  })

  test('a missing result is never taken for a fix', () => {
    assert.equal(parse(report()).absence, 'not_evaluated')
  })

  test('engines that overwrite or repeat each other are told', () => {
    const { warnings } = parse(
      report({
        results: [
          entry(),
          entry({ source: 'kubewarden' }),
          entry({ source: 'ValidatingAdmissionPolicy', policy: 'gatekeeper-k8srequiredlabels' }),
        ],
      }),
    )
    assert.equal(warnings.length, 2)
  })
})

describe('both report APIs', () => {
  const at = (time: string, fields: object = {}) =>
    entry({ timestamp: { seconds: seconds(time), nanos: 0 }, ...fields })
  const open = (fields: object) => report({ apiVersion: 'openreports.io/v1alpha1', kind: 'Report', ...fields })

  test('the newer openreports report speaks for its subject, and the old one is not added to it', () => {
    const { results, ignored, entries } = parse(
      report({ results: [at('2026-11-01T00:00:00Z'), at('2026-11-01T00:00:00Z', { rule: 'gone' })] }),
      open({ results: [at('2026-11-20T00:00:00Z', { result: 'pass' })] }),
    )
    assert.deepEqual(
      results.map(({ outcome, entry }) => [outcome, entry]),
      [['pass', 1]],
    )
    assert.deepEqual([entries, ignored[0]?.count], [1, 2])
  })

  test('after a switch back the older API’s newer report speaks', () => {
    const { results } = parse(
      report({ results: [at('2026-11-20T00:00:00Z')] }),
      open({ results: [at('2026-11-01T00:00:00Z', { result: 'pass' })] }),
    )
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['fail'],
    )
  })

  test('where no time can be believed openreports speaks', () => {
    const { results } = parse(report(), open({ results: [entry({ result: 'pass' })] }))
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['pass'],
    )
  })

  test('other engines and other subjects keep the API they have', () => {
    const { results, ignored } = parse(
      report({ results: [entry({ source: 'Trivy ConfigAudit' })] }),
      report({ scope: { ...pod, name: 'web' } }),
      open({}),
    )
    assert.deepEqual([results.length, ignored], [3, []])
  })
})
