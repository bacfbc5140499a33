import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Parsed, Subject } from '#lib/domain/result.ts'
import { buildAudit, buildConstraint, buildViolation } from '#lib/testing/build-constraint.ts'
import { type ConstraintOptions, parseConstraints } from './parse.ts'

const now = new Date('2026-11-20T12:00:00Z')
const parse = (objects: unknown[], options: Partial<ConstraintOptions> = {}): Parsed => {
  const parsed = parseConstraints(objects, { now, ...options })
  const ignored = parsed.ignored.reduce((sum, { count }) => sum + count, 0)
  assert.equal(parsed.listed, parsed.entries + parsed.rejected.length + ignored)
  return parsed
}
const podNamed = (name: string, namespace = 'shop'): Subject => ({ group: '', kind: 'Pod', namespace, name })

describe('cut lists', () => {
  const listed = ['b', 'c', 'd'].map((name) => buildViolation(name))
  const cut = (options: Partial<ConstraintOptions> = {}, violations: object[] = listed, spec: object = {}) => {
    const { truncated } = parse([buildConstraint(buildAudit(violations, { totalViolations: 40 }), { spec })], options)
    assert.equal(truncated.length, 1)
    const [entry] = truncated
    assert(entry)
    return entry
  }

  test('a whole list leaves nothing open: what it does not name is fixed', () => {
    const { truncated, absence } = parse([buildConstraint(buildAudit(listed))])
    assert.deepEqual([truncated, absence], [[], 'fixed'])
  })

  test('a cut list says how much it shows', () => {
    const { listed: shown, total } = cut()
    assert.deepEqual([shown, total], [3, 40])
    const { warnings } = parse([buildConstraint(buildAudit(listed, { totalViolations: 40 }))])
    assert.deepEqual(warnings, ['K8sRequiredLabels/must-have-owner lists 3 of 40 violations'])
  })

  test('what sorts before the last one listed would have been listed; what sorts after proves nothing', () => {
    const { provesFixed } = cut()
    assert.equal(provesFixed(podNamed('a')), true)
    assert.equal(provesFixed(podNamed('cc')), true)
    assert.equal(provesFixed(podNamed('d')), false)
    assert.equal(provesFixed(podNamed('e')), false)
    assert.equal(provesFixed(podNamed('z', 'aaa')), true)
    assert.equal(provesFixed(podNamed('a', 'tools')), false)
    assert.equal(provesFixed({ group: '', kind: 'Namespace', namespace: '', name: 'z' }), true)
    assert.equal(provesFixed({ group: '', kind: 'Service', namespace: 'a', name: 'a' }), false)
    assert.equal(provesFixed({ group: 'networking.k8s.io', kind: 'Ingress', namespace: 'a', name: 'a' }), false)
  })

  test('the order is that of bytes, not of code units', () => {
    const { provesFixed } = cut({}, [buildViolation('a'), buildViolation('\u{1F600}')])
    assert.equal(provesFixed(podNamed('\uFF5E')), true)
  })

  test('Gatekeeper before 3.16 cuts anywhere: by option, or when the list is out of order', () => {
    assert.equal(cut({ sortedCut: false }).provesFixed(podNamed('a')), false)
    assert.equal(cut({}, [...listed].reverse()).provesFixed(podNamed('a')), false)
  })

  test('a kind whose version nobody knows proves nothing within its group', () => {
    const custom = (kind: string) => buildViolation('m', { group: 'example.org', version: 'v1', kind })
    const { provesFixed } = cut({}, [custom('Gadget'), custom('Widget')])
    const subject = { group: 'example.org', kind: 'Gadget', namespace: 'shop', name: 'a' }
    assert.equal(provesFixed({ ...subject, kind: 'Apple', namespace: '' }), false)
    assert.equal(provesFixed({ ...subject, namespace: '' }), true)
  })

  test('a workload is proven fixed only with every pod, replica set and job that may be folded into it', () => {
    const deployment = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'a' }
    const upTo = (kind: string) => [buildViolation('b'), buildViolation('z', { group: 'apps', kind })]
    assert.equal(cut().provesFixed(deployment), false)
    assert.equal(cut({}, upTo('Deployment')).provesFixed(deployment), false)
    const kinds = (...names: string[]) => ({ match: { kinds: [{ apiGroups: ['*'], kinds: names }] } })
    assert.equal(cut({}, upTo('Deployment'), kinds('Pod', 'Deployment')).provesFixed(deployment), true)
    assert.equal(cut({}, [buildViolation('z', { namespace: 'tools' })], kinds('Pod')).provesFixed(deployment), true)
    assert.equal(cut({}, [buildViolation('z')], kinds('Pod')).provesFixed(deployment), false)
  })
})
