import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Parsed, Subject } from '#lib/domain/result.ts'
import { buildAudit, buildConstraint, buildViolation } from '#lib/testing/build-constraint.ts'
import { type ConstraintOptions, parseConstraints } from './parse.ts'

const now = new Date('2026-11-20T12:00:00Z')
const auditTimestamp = '2026-11-20T11:59:30Z'
const parse = (objects: unknown[], options: Partial<ConstraintOptions> = {}): Parsed => {
  const parsed = parseConstraints(objects, { now, ...options })
  const ignored = parsed.ignored.reduce((sum, { count }) => sum + count, 0)
  assert.equal(parsed.listed, parsed.entries + parsed.rejected.length + ignored)
  return parsed
}
const only = (object: object) => {
  const { results } = parse([object])
  assert.equal(results.length, 1)
  const [result] = results
  assert(result)
  return result
}
const podNamed = (name: string, namespace = 'shop'): Subject => ({ group: '', kind: 'Pod', namespace, name })

describe('violations', () => {
  test('a violation is a result of check kind and constraint name on the object without its version', () => {
    const result = only(buildConstraint(buildAudit([buildViolation('cart')])))
    assert.deepEqual(result.check, {
      engine: 'gatekeeper',
      policy: 'K8sRequiredLabels',
      rule: 'must-have-owner',
      severity: 'unknown',
    })
    assert.deepEqual(result.subject, podNamed('cart'))
    assert.equal(result.pointer, '/items/0/status/violations/0')
  })

  test('several violations of one object are one result with all that was said', () => {
    const said = ['no label a', 'no label b', 'no label a'].map((message) => buildViolation('cart', { message }))
    const { results, entries } = parse([buildConstraint(buildAudit(said))])
    assert.deepEqual(
      results.map(({ message, detail }) => [message, detail?.violations]),
      [['no label a\nno label b', 3]],
    )
    assert.equal(entries, 3)
  })

  test('deny fails, warn and dryrun warn, and an action nobody knows fails', () => {
    const outcomeOf = (enforcementAction: string) =>
      only(buildConstraint(buildAudit([buildViolation('cart', { enforcementAction })]))).outcome
    assert.deepEqual(['deny', 'warn', 'dryrun', 'audit'].map(outcomeOf), ['fail', 'warn', 'warn', 'fail'])
  })

  test('T18: a scoped violation fails when any of its actions denies', () => {
    const scoped = (enforcementActions: string[] | undefined, spec: object = {}) =>
      only(
        buildConstraint(buildAudit([buildViolation('cart', { enforcementAction: 'scoped', enforcementActions })]), {
          spec,
        }),
      ).outcome
    assert.equal(scoped(['warn', 'deny']), 'fail')
    assert.equal(scoped(['warn', 'dryrun']), 'warn')
    const points = [{ name: '*' }]
    const actions = [{ action: 'warn', enforcementPoints: points }]
    assert.equal(scoped(undefined, { enforcementAction: 'scoped', scopedEnforcementActions: actions }), 'warn')
  })

  test('T18: a Namespace has no namespace, and an old status without groups is read', () => {
    const { group: _, version: __, ...old } = buildViolation('default', { kind: 'Namespace', namespace: 'default' })
    assert.deepEqual(only(buildConstraint(buildAudit([old]))).subject, {
      group: '',
      kind: 'Namespace',
      namespace: '',
      name: 'default',
    })
  })

  test('T22: a severity is a label or an annotation named so, else unknown', () => {
    const severityOf = (metadata: object) =>
      only(buildConstraint(buildAudit([buildViolation('cart')]), { metadata })).severity
    assert.equal(severityOf({ labels: { severity: 'High' } }), 'high')
    assert.equal(severityOf({ annotations: { 'policies.example.org/severity': 'low' } }), 'low')
    assert.equal(severityOf({ labels: { severity: 'error' } }), 'unknown')
  })

  test('a violation without kind or name is rejected with its place, the others are kept', () => {
    const { rejected, entries } = parse([
      buildConstraint(buildAudit([buildViolation(''), buildViolation('cart'), { name: 'x' }])),
    ])
    assert.deepEqual(
      rejected.map(({ path }) => path),
      ['items[0].status.violations[0]', 'items[0].status.violations[2]'],
    )
    assert.equal(entries, 1)
  })
})

describe('constraints without a violation', () => {
  test('a complete audit that found nothing is a pass of the constraint itself', () => {
    const { results, subjects, truncated } = parse([buildConstraint(buildAudit([]))])
    const [pass] = results
    assert.equal(pass?.outcome, 'pass')
    assert.deepEqual(pass?.subject, {
      group: 'constraints.gatekeeper.sh',
      kind: 'K8sRequiredLabels',
      namespace: '',
      name: 'must-have-owner',
      uid: 'u-c',
    })
    assert.match(pass?.message ?? '', /2026-11-20T11:59:30Z/)
    assert.deepEqual([subjects, truncated], [[], []])
  })

  test('a constraint with violations was looked at but does not pass', () => {
    const { results, subjects } = parse([buildConstraint(buildAudit([buildViolation('cart')]))])
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['fail'],
    )
    assert.deepEqual(
      subjects.map(({ name }) => name),
      ['must-have-owner'],
    )
  })

  test('one that was never audited passes nothing and proves nothing', () => {
    for (const status of [undefined, {}, { auditTimestamp: 'soon', totalViolations: 0 }]) {
      const { results, truncated, warnings, checks } = parse([buildConstraint(status)])
      assert.deepEqual(results, [])
      assert.equal(truncated[0]?.provesFixed(podNamed('cart')), false)
      assert.equal(truncated[0]?.check, checks[0])
      assert.match(warnings[0] ?? '', /K8sRequiredLabels\/must-have-owner proves nothing/)
    }
  })

  test('one whose scoped actions leave the audit out is not checked, whatever its total says', () => {
    const at = (name: string) => ({
      enforcementAction: 'scoped',
      scopedEnforcementActions: [{ action: 'deny', enforcementPoints: [{ name }] }],
    })
    const off = parse([buildConstraint(buildAudit([]), { spec: at('validation.gatekeeper.sh') })])
    assert.deepEqual([off.results.length, off.truncated.length], [0, 1])
    for (const point of ['audit.gatekeeper.sh', '*'])
      assert.equal(only(buildConstraint(buildAudit([]), { spec: at(point) })).outcome, 'pass')
  })

  test('one whose total is not said, or not listed, does not pass', () => {
    for (const status of [{ auditTimestamp }, { auditTimestamp, totalViolations: 7 }]) {
      const { results, truncated } = parse([buildConstraint(status)])
      assert.equal(results.length, 0)
      assert.equal(truncated[0]?.provesFixed(podNamed('a', 'a')), false)
    }
  })

  test('T19: one that the audit pod could not load does not pass', () => {
    const pod = (fields: object) => ({
      id: 'gatekeeper-audit-0',
      operations: ['audit', 'status'],
      enforced: true,
      ...fields,
    })
    const broken = [pod({ enforced: false }), pod({ errors: [{ code: 'x', message: 'template is missing' }] })]
    for (const byPod of broken)
      assert.deepEqual(parse([buildConstraint(buildAudit([], { byPod: [byPod] }))]).results, [])
    const webhook = { ...pod({ enforced: false }), operations: ['webhook'] }
    assert.equal(only(buildConstraint(buildAudit([], { byPod: [pod({}), webhook] }))).outcome, 'pass')
  })

  test('T19: an enforcement point in error is told and changes nothing for the audit', () => {
    const enforcementPointsStatus = [
      { enforcementPoint: 'vap.k8s.io', state: 'error', message: 'K8sNativeValidation engine is missing' },
    ]
    const byPod = [{ operations: ['audit'], enforced: true, enforcementPointsStatus }]
    const { results, warnings } = parse([buildConstraint(buildAudit([], { byPod }))])
    assert.equal(results[0]?.outcome, 'pass')
    assert.deepEqual(warnings, ['K8sRequiredLabels/must-have-owner: K8sNativeValidation engine is missing'])
  })
})

describe('other objects', () => {
  const template = {
    apiVersion: 'templates.gatekeeper.sh/v1',
    kind: 'ConstraintTemplate',
    metadata: { name: 'k8srequiredlabels', annotations: { 'metadata.gatekeeper.sh/title': 'Required Labels' } },
    spec: { crd: { spec: { names: { kind: 'K8sRequiredLabels' } } } },
    status: { byPod: [{ errors: [{ code: 'rego_parse_error', message: 'unexpected eof' }] }] },
  }

  test('a template gives its constraints a title and is no result', () => {
    const { checks, ignored, warnings } = parse([buildConstraint(buildAudit([])), template])
    assert.equal(checks[0]?.title, 'Required Labels')
    assert.deepEqual(ignored, [{ reason: 'a constraint template, which holds no result', count: 1 }])
    assert.deepEqual(warnings, ['template K8sRequiredLabels: unexpected eof'])
  })

  test('log lines and export messages are left aside with a reason, anything else is rejected', () => {
    const line = { process: 'audit', event_type: 'violation_audited', audit_id: 'x' }
    const message = { id: 'x', eventType: 'violation_audited', kind: 'K8sRequiredLabels' }
    const { ignored, rejected } = parse([
      line,
      message,
      { id: 'x', message: 'audit is completed' },
      { apiVersion: 'v1', kind: 'Pod' },
      7,
    ])
    assert.deepEqual(
      ignored.map(({ count }) => count),
      [1, 2],
    )
    assert.deepEqual(
      rejected.map(({ reason }) => reason),
      ['Pod is not a Gatekeeper constraint', 'not an object'],
    )
  })

  test('an audit that is older than three of its intervals is told', () => {
    const old = buildConstraint(buildAudit([], { auditTimestamp: '2026-11-20T11:50:00Z' }))
    assert.match(
      parse([old]).warnings[0] ?? '',
      /1 constraint was not audited lately, the oldest at 2026-11-20T11:50:00Z/,
    )
    assert.deepEqual(parse([old], { staleAfterMs: 3_600_000 }).warnings, [])
    assert.deepEqual(parse([buildConstraint(buildAudit([]))]).warnings, [])
  })
})
