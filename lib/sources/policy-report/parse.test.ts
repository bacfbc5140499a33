import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Parsed } from '#lib/domain/result.ts'
import { buildAudit, buildConstraint, buildViolation } from '#lib/testing/build-constraint.ts'
import { buildEntry, buildReport, POD } from '#lib/testing/build-report.ts'
import { generatedFrom } from '../gatekeeper/generated-policies.ts'
import { parsePolicyReports } from './parse.ts'

const now = new Date('2026-11-20T12:00:00Z')
const seconds = (text: string) => Date.parse(text) / 1000
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

describe('outcomes', () => {
  test('T1: a pass or skip that owes it to an exception says so, with the namespace where the message has it', () => {
    const excepted = (result: string, exceptions: string, message?: string) =>
      only(buildReport({ results: [buildEntry({ result, message, properties: { exceptions } })] })).exceptions
    assert.deepEqual(excepted('skip', 'a,b', 'rule is skipped due to policy exceptionsns/a, ns2/b'), ['ns/a', 'ns2/b'])
    assert.deepEqual(excepted('pass', 'a', 'rule is passed due to policy exception: ns/a'), ['ns/a'])
    assert.deepEqual(excepted('skip', 'a, b', 'a message of our own'), ['a', 'b'])
    assert.deepEqual(excepted('skip', 'a', 'rule is skipped due to policy exception: ns/other'), ['a'])
    assert.deepEqual(excepted('skip', ''), [])
  })

  test('an exception beside a failure does not hide it', () => {
    const failed = only(buildReport({ results: [buildEntry({ properties: { exceptions: 'a' } })] }))
    assert.deepEqual([failed.outcome, failed.exceptions], ['fail', []])
  })

  test('T2: a skip without an exception is only a skip, whatever made it one', () => {
    for (const message of ['preconditions not met', 'unmet anchor', 'resource not modified', 'exceptions? none'])
      assert.deepEqual(
        [buildEntry({ result: 'skip', message })].map((entry) => {
          const { outcome, exceptions } = only(buildReport({ results: [entry] }))
          return [outcome, exceptions]
        }),
        [['skip', []]],
      )
  })

  test('T3: a warn is a warn and neither a failure nor a pass, also when it is said not to be scored', () => {
    for (const fields of [
      { scored: false },
      { scored: true },
      { source: 'kube-bench' },
      { source: 'Trivy ExposedSecrets' },
    ])
      assert.equal(only(buildReport({ results: [buildEntry({ result: 'warn', ...fields })] })).outcome, 'warn')
  })

  test('T17: v1alpha1 may call the outcome status', () => {
    assert.equal(only(buildReport({ results: [buildEntry({ result: undefined, status: 'warn' })] })).outcome, 'warn')
  })

  test('a severity is the result’s, else the one in its properties, else unknown', () => {
    const severityOf = (fields: object) => only(buildReport({ results: [buildEntry(fields)] })).severity
    assert.equal(severityOf({ severity: 'critical' }), 'critical')
    assert.equal(severityOf({ severity: 'Medium' }), 'medium')
    assert.equal(severityOf({ properties: { severity: 'HIGH' } }), 'high')
    assert.equal(severityOf({}), 'unknown')
    assert.equal(severityOf({ severity: 'severe' }), 'unknown')
  })

  test('T5: the producer’s own summary counts for nothing', () => {
    assert.equal(parse(buildReport({ summary: { fail: 7, pass: 4 } })).results.length, 1)
  })

  test('T4: a result without policy or with no known outcome is rejected with its place, the others are kept', () => {
    const results = [
      buildEntry({ policy: '' }),
      buildEntry({ result: undefined }),
      buildEntry({ result: 'FAIL' }),
      'text',
      buildEntry(),
    ]
    const { rejected, entries } = parse(buildReport(), buildReport({ results }))
    assert.equal(entries, 2)
    assert.deepEqual(rejected, [
      { path: 'items[1].results[0]', reason: 'policy is missing' },
      { path: 'items[1].results[1]', reason: 'result is missing' },
      { path: 'items[1].results[2]', reason: 'result is "FAIL", which is none of pass, fail, warn, error, skip' },
      { path: 'items[1].results[3]', reason: 'not an object' },
    ])
  })

  test('an entry with a resource that is no object is rejected whole', () => {
    const { rejected, results } = parse(buildReport({ results: [buildEntry({ resources: [POD, 'cart'] })] }))
    assert.equal(results.length, 0)
    assert.equal(rejected[0]?.path, 'items[0].results[0]')
  })
})

describe('what is kept of a result', () => {
  test('a plain pass carries nothing but its verdict', () => {
    const pass = only(
      buildReport({ results: [buildEntry({ result: 'pass', message: 'passed', timestamp: { seconds: 1 } })] }),
    )
    assert.deepEqual([pass.message, pass.pointer, pass.detail], ['', '', undefined])
  })

  test('a failure carries its message, its place and a small detail', () => {
    const properties = { process: 'background scan', standard: 'restricted', data: '{"startTimestamp": 1}' }
    const failed = only(
      buildReport({
        results: [
          buildEntry({
            message: 'no label',
            properties,
            timestamp: { seconds: seconds('2026-11-20T10:00:00Z'), nanos: 0 },
          }),
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

  test('T6: a time that cannot be true is not shown', () => {
    const times = [0, 37, -1, seconds('2014-12-31T23:00:00Z'), seconds('2026-11-22T12:00:00Z'), 'soon', undefined]
    for (const at of times)
      assert.equal(
        only(buildReport({ results: [buildEntry({ timestamp: { seconds: at, nanos: 1637497885 } })] })).detail
          ?.evaluatedAt,
        undefined,
      )
  })

  test('T20: a message is cut to 4 KiB and holds nothing a database refuses', () => {
    const messageOf = (message: string) => only(buildReport({ results: [buildEntry({ message })] })).message
    assert(Buffer.byteLength(messageOf('é'.repeat(5000))) <= 4096)
    assert.match(messageOf('é'.repeat(5000)), /^é+…$/)
    assert.doesNotMatch(messageOf('a\0b'), /\0/)
    assert(messageOf('a\ud800b').isWellFormed())
  })
})

describe('what producers leave behind or put in their own places', () => {
  test('T16: the controls of a Pod Security failure are kept with it, and a pass that has none is a pass', () => {
    const properties = { standard: 'restricted', version: 'latest', controls: 'Seccomp', controlsJSON: '[{"ID":"x"}]' }
    const { results } = parse(
      buildReport({ results: [buildEntry({ properties }), buildEntry({ rule: 'b', result: 'pass' })] }),
    )
    assert.deepEqual([results[0]?.detail?.properties, results[1]?.outcome], [properties, 'pass'])
  })

  test('failures that background scans left behind are told, those of admission reviews are rightly old', () => {
    const at = (time: string, process: string) =>
      buildEntry({ timestamp: { seconds: seconds(time), nanos: 0 }, properties: { process } })
    const warningsOf = (process: string) =>
      parse(
        buildReport({
          results: [
            at('2026-11-20T01:00:00Z', process),
            { ...at('2026-11-20T11:00:00Z', 'background scan'), rule: 'other' },
          ],
        }),
      ).warnings
    assert.match(warningsOf('background scan')[0] ?? '', /^1 failure is over 6 hours older/)
    assert.deepEqual(warningsOf('admission review'), [])
  })

  test('what a constraint of Gatekeeper says is not said again by the policy generated from it', () => {
    const generated = (binding?: string) =>
      buildEntry({
        source: 'ValidatingAdmissionPolicy',
        policy: 'gatekeeper-k8srequiredlabels',
        ...(binding && { properties: { binding } }),
      })
    const read = (constraint: object, ...results: object[]) =>
      parsePolicyReports([buildReport({ results })], { now, isGenerated: generatedFrom([constraint]) })
    const audited = buildConstraint(buildAudit([buildViolation('cart')]))
    const bindings = [undefined, 'gatekeeper-must-have-owner', 'gatekeeper-k8srequiredlabels-must-have-owner']
    for (const binding of bindings) {
      const { results, ignored, checks, warnings } = read(audited, generated(binding))
      assert.deepEqual([results, checks, warnings, ignored[0]?.count], [[], [], [], 1])
    }
    assert.equal(read(audited, generated('gatekeeper-another')).results.length, 1)
    assert.equal(read(buildConstraint(undefined), generated()).results.length, 1)
    assert.equal(read(audited, { ...generated(), source: 'KyvernoValidatingPolicy' }).results.length, 1)
  })

  test('an event has the pod and the time that its producer put in places of their own', () => {
    const kubeArmor = buildEntry({
      source: 'KubeArmor Policy Engine',
      properties: { pod_name: 'cart-1', namespace_name: 'shop' },
      timestamp: { seconds: 0, nanos: seconds('2026-11-20T10:00:00Z') },
    })
    const falco = buildEntry({
      source: 'Falco',
      category: 'SI - System and Information Integrity',
      resources: [{ kind: 'Secrets', namespace: 'shop', name: 'token' }],
      timestamp: { seconds: 37, nanos: 0 },
    })
    const { events = [] } = parse(buildReport({ scope: undefined, results: [kubeArmor, falco, kubeArmor] }))
    assert.deepEqual(
      events.map(({ subject, at }) => [subject.kind, subject.name, at?.toISOString()]),
      [
        ['Pod', 'cart-1', '2026-11-20T10:00:00.000Z'],
        ['Secrets', 'token', undefined],
        ['Pod', 'cart-1', '2026-11-20T10:00:00.000Z'],
      ],
    )
    assert.equal(events[0]?.digest, events[2]?.digest)
  })
})

describe('reports', () => {
  test('T17: every group and version is read, and either kind under either group', () => {
    const kinds = [
      ['wgpolicyk8s.io/v1alpha1', 'ClusterPolicyReport'],
      ['wgpolicyk8s.io/v1beta1', 'PolicyReport'],
      ['reports.x-k8s.io/v1beta2', 'PolicyReport'],
      ['openreports.io/v1alpha1', 'Report'],
      ['openreports.io/v1alpha1', 'ClusterReport'],
      ['openreports.io/v1alpha1', 'PolicyReport'],
    ]
    for (const [apiVersion, kind] of kinds)
      assert.equal(parse(buildReport({ apiVersion, kind })).entries, 1, `${apiVersion} ${kind}`)
  })

  test('Kyverno’s working copies are left to the reports that sum them up', () => {
    const copies = [
      { apiVersion: 'reports.kyverno.io/v1', kind: 'ClusterEphemeralReport', spec: { results: [buildEntry()] } },
      { apiVersion: 'kyverno.io/v1alpha2', kind: 'BackgroundScanReport' },
      { apiVersion: 'kyverno.io/v2', kind: 'AdmissionReport' },
    ]
    const { ignored, results } = parse(...copies)
    assert.deepEqual([ignored[0]?.count, results.length], [3, 0])
  })

  test('events are no states: Falco and KubeArmor open nothing that could never close', () => {
    const sources = ['Falco', 'KubeArmor Policy Engine']
    const { ignored, results, checks } = parse(
      buildReport({ results: sources.map((source) => buildEntry({ source })) }),
    )
    assert.deepEqual(ignored, [
      { reason: 'an event, which is counted by day and is no state that could be fixed', count: 2 },
    ])
    assert.deepEqual([results, checks], [[], []])
  })

  test('an object that is no report is rejected by name', () => {
    const { rejected } = parse(
      buildReport(),
      { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy' },
      null,
      buildReport({ results: {} }),
    )
    assert.deepEqual(rejected, [
      { path: 'items[1]', reason: 'ClusterPolicy of kyverno.io/v1 is not a policy report' },
      { path: 'items[2]', reason: 'not an object' },
      { path: 'items[3]', reason: 'results is not a list' },
    ])
  })

  test('a report that was filtered by status makes the reading partial', () => {
    const limits = { maxResults: 100, statusFilter: ['fail', 'warn'] }
    assert.match(parse(buildReport({ configuration: { limits } })).partial ?? '', /fail, warn/)
    assert.equal(parse(buildReport({ configuration: { limits: { maxResults: 100 } } })).partial, undefined)
  })

  test('a missing result is never taken for a fix', () => {
    assert.equal(parse(buildReport()).absence, 'not_evaluated')
  })

  test('engines that overwrite or repeat each other are told', () => {
    const { warnings } = parse(
      buildReport({
        results: [
          buildEntry(),
          buildEntry({ source: 'kubewarden' }),
          buildEntry({ source: 'ValidatingAdmissionPolicy', policy: 'gatekeeper-k8srequiredlabels' }),
        ],
      }),
    )
    assert.equal(warnings.length, 2)
  })
})
