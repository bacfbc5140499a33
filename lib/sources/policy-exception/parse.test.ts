import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parsePolicyExceptions } from './parse.ts'

const now = new Date('2026-11-20T12:00:00Z')
const legacy = {
  apiVersion: 'kyverno.io/v2',
  kind: 'PolicyException',
  metadata: { name: 'allow-cart', namespace: 'shop', creationTimestamp: '2026-11-01T00:00:00Z' },
  spec: {
    exceptions: [{ policyName: 'disallow-host-namespaces', ruleNames: ['host-namespaces', 'autogen-host-namespaces'] }],
    match: { any: [{ resources: { kinds: ['Pod', 'Deployment'], namespaces: ['shop'], names: ['cart*'] } }] },
  },
}
const cel = {
  apiVersion: 'policies.kyverno.io/v1',
  kind: 'PolicyException',
  metadata: { name: 'allow-cart', namespace: 'shop' },
  spec: { policyRefs: [{ kind: 'ValidatingPolicy', name: 'require-label' }] },
}
type Fields = { metadata?: object; spec?: object }
const varied = (object: typeof legacy | typeof cel, { metadata, spec }: Fields) => ({
  ...object,
  metadata: { ...object.metadata, ...metadata },
  spec: { ...object.spec, ...spec },
})
const only = (object: object) => {
  const { exceptions, warnings } = parsePolicyExceptions([object], { now })
  assert.equal(exceptions.length, 1)
  const [exception] = exceptions
  assert(exception)
  return { ...exception, warnings }
}

describe('what is excepted', () => {
  test('the checks of both kinds are named as findings name them', () => {
    assert.deepEqual(only(legacy).checks, [
      'kyverno/disallow-host-namespaces/host-namespaces',
      'kyverno/disallow-host-namespaces/autogen-host-namespaces',
    ])
    const policyRefs = ['ImageValidatingPolicy', 'NamespacedMutatingPolicy', 'DeletingPolicy'].map((kind) => ({
      kind,
      name: 'p',
    }))
    assert.deepEqual(only(varied(cel, { spec: { policyRefs } })).checks, [
      'kyvernoimagevalidatingpolicy/p',
      'kyvernomutatingpolicy/p',
      'deletingpolicy/p',
    ])
  })

  test('the scope says in words what is let through', () => {
    assert.equal(only(legacy).scope, 'Pod, Deployment named cart* in namespace shop')
    const spec = {
      background: false,
      match: {
        all: [{ resources: { selector: { matchLabels: { app: 'x' } } }, subjects: [{ kind: 'User', name: 'chip' }] }],
      },
      conditions: { any: [{ key: '{{ a }}', operator: 'Equals', value: 'blue' }] },
      podSecurity: [
        { controlName: 'Capabilities', images: ['nginx*'], restrictedField: 'spec.x', values: ['NET_RAW'] },
      ],
    }
    assert.equal(
      only(varied(legacy, { spec })).scope,
      'any kind with labels {"matchLabels":{"app":"x"}} by User chip; when {{ a }} Equals blue; ' +
        'Pod Security control Capabilities of spec.x being NET_RAW for images nginx*; not in background scans',
    )
    const conditions = {
      matchConditions: [{ name: 'n', expression: 'object.a == 1' }],
      images: ['ghcr.io/*'],
      allowedValues: ['v'],
    }
    assert.equal(
      only(varied(cel, { spec: conditions })).scope,
      'when object.a == 1; images ghcr.io/*; allowed values v',
    )
    assert.equal(only(cel).scope, 'everything the policy judges')
  })

  test('the object is kept without what the API server and kubectl keep for themselves', () => {
    const metadata = {
      managedFields: [{}],
      resourceVersion: '1',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', note: 'a\0b' },
    }
    const { object } = only(varied(cel, { metadata }))
    assert.deepEqual(object, {
      ...cel,
      metadata: {
        ...cel.metadata,
        uid: undefined,
        creationTimestamp: undefined,
        labels: undefined,
        annotations: { note: 'a\uFFFDb' },
      },
    })
  })
})

describe('who, why and how long', () => {
  test('properties of the API come before annotations, and those before labels', () => {
    const metadata = {
      annotations: {
        'example.org/Reason': 'from annotation',
        'example.org/Approved-By': 'Ada',
        'team.example.org/requestedBy': 'Bob',
      },
      labels: { 'example.org/ticket': 'SEC-1', 'example.org/approver': 'label' },
    }
    const noted = only(varied(cel, { metadata, spec: { properties: { reason: 'from property' } } }))
    assert.deepEqual(
      [noted.reason, noted.approver, noted.requester, noted.ticket],
      ['from property', 'Ada', 'Bob', 'SEC-1'],
    )
  })

  test('nothing said is nothing known', () => {
    const { reason, approver, requester, ticket, expiresAt, createdAt } = only(cel)
    assert.deepEqual([reason, approver, requester, ticket, expiresAt, createdAt], Array(6).fill(undefined))
  })

  const endOf = (fields: Fields, of: typeof legacy | typeof cel = legacy) =>
    only(varied(of, fields)).expiresAt?.toISOString()
  const ttl = (value: string) => ({ metadata: { labels: { 'cleanup.kyverno.io/ttl': value } } })

  test('an exception ends when the API says, or the clean-up label, whichever is earlier', () => {
    assert.equal(endOf({ spec: { expiresAt: '2026-12-01T00:00:00+01:00' } }, cel), '2026-11-30T23:00:00.000Z')
    assert.equal(
      endOf({ ...ttl('2026-12-24'), spec: { expiresAt: '2026-12-31T00:00:00Z' } }),
      '2026-12-24T00:00:00.000Z',
    )
  })

  test('the clean-up label is a time without colons, a day, or a span from creation', () => {
    assert.equal(endOf(ttl('2026-12-24T150405Z')), '2026-12-24T15:04:05.000Z')
    assert.equal(endOf(ttl('1d12h')), '2026-11-02T12:00:00.000Z')
    assert.equal(
      endOf({ metadata: { creationTimestamp: undefined, labels: { 'cleanup.kyverno.io/ttl': '4h' } } }),
      undefined,
    )
  })

  test('a note by hand counts only where nothing acts on an end', () => {
    const annotations = { 'example.org/valid-until': '2027-01-31' }
    assert.equal(endOf({ metadata: { annotations } }), '2027-01-31T00:00:00.000Z')
    assert.equal(endOf({ metadata: { annotations, ...ttl('2d').metadata } }), '2026-11-03T00:00:00.000Z')
  })

  test('an end that is no time is told, never taken for an open end in silence', () => {
    for (const end of ['31/12/2026', '2026-02-30', 'Q4', '2026-13-01']) {
      const { expiresAt, warnings } = only(
        varied(legacy, { metadata: { annotations: { 'example.org/expires': end } } }),
      )
      assert.equal(expiresAt, undefined)
      assert.deepEqual(warnings, [`shop/allow-cart: its end “${end}” is no time`])
    }
  })

  test('one that ended and still stands is told', () => {
    const { warnings } = only(varied(cel, { spec: { expiresAt: '2026-11-01T00:00:00Z' } }))
    assert.deepEqual(warnings, ['shop/allow-cart ended at 2026-11-01T00:00:00.000Z and still stands'])
  })
})

test('what is no policy exception is rejected with its place', () => {
  const others = [
    null,
    { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy' },
    { ...cel, metadata: {} },
    { ...cel, spec: 'x' },
  ]
  const { rejected, exceptions, listed } = parsePolicyExceptions([...others, cel], { now })
  assert.deepEqual([listed, exceptions.length], [5, 1])
  assert.deepEqual(rejected, [
    { path: 'items[0]', reason: 'not an object' },
    { path: 'items[1]', reason: 'ClusterPolicy is not a policy exception' },
    { path: 'items[2]', reason: 'a policy exception without a name' },
    { path: 'items[3]', reason: 'a policy exception without a spec' },
  ])
})
