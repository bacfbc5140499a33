import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Parsed } from '#lib/domain/result.ts'
import { buildEntry, buildReport, POD } from '#lib/testing/build-report.ts'
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
  test('a pass or skip that owes it to an exception says so, with the namespace where the message has it (T1)', () => {
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

  test('a skip without an exception is only a skip, and a warn only a warn (T2, T3)', () => {
    assert.equal(only(buildReport({ results: [buildEntry({ result: 'skip' })] })).outcome, 'skip')
    assert.equal(only(buildReport({ results: [buildEntry({ result: 'warn', scored: false })] })).outcome, 'warn')
  })

  test('v1alpha1 may call the outcome status (T17)', () => {
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

  test('the producer’s own summary counts for nothing (T5)', () => {
    assert.equal(parse(buildReport({ summary: { fail: 7, pass: 4 } })).results.length, 1)
  })

  test('a result without policy or with no known outcome is rejected with its place, the others are kept (T4)', () => {
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

  test('a time that cannot be true is not shown (T6)', () => {
    const times = [0, 37, -1, seconds('2014-12-31T23:00:00Z'), seconds('2026-11-22T12:00:00Z'), 'soon', undefined]
    for (const at of times)
      assert.equal(
        only(buildReport({ results: [buildEntry({ timestamp: { seconds: at, nanos: 1637497885 } })] })).detail
          ?.evaluatedAt,
        undefined,
      )
  })

  test('a message is cut to 4 KiB and holds nothing a database refuses (T20)', () => {
    const messageOf = (message: string) => only(buildReport({ results: [buildEntry({ message })] })).message
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
