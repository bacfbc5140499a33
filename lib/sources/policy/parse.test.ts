import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildConstraint } from '#lib/testing/build-constraint.ts'
import { buildClusterPolicy } from '#lib/testing/build-policy.ts'
import { isPolicy, parsePolicies } from './parse.ts'

const only = (...objects: object[]) => {
  const { policies, rejected } = parsePolicies(objects)
  assert.deepEqual(rejected, [])
  assert.equal(policies.length, 1)
  const [policy] = policies
  assert(policy)
  return policy
}
const modesOf = (...objects: object[]) =>
  only(...objects).rules.flatMap(({ modes }) => modes.map(({ place, mode }) => `${place || 'everywhere'}: ${mode}`))
const saidBy = (...objects: object[]) => only(...objects).rules[0]?.modes.map(({ said }) => said)

describe('Kyverno’s own policies', () => {
  test('a policy says what its checks mean, and is kept without what kubectl keeps for itself', () => {
    const policy = only(buildClusterPolicy())
    assert.deepEqual(
      [policy.engine, policy.policy, policy.title, policy.category, policy.severity, policy.description],
      ['kyverno', 'require-labels', 'Require labels', 'Best Practices', 'medium', 'Who owns a workload'],
    )
    assert.doesNotMatch(JSON.stringify(policy.object), /last-applied/)
    assert.deepEqual([policy.isAsCreated, policy.createdAt?.toISOString()], [true, '2026-09-01T08:00:00.000Z'])
    assert.equal(only(buildClusterPolicy({ metadata: { generation: 4 } })).isAsCreated, false)
  })

  test('a namespaced policy is called as its results call it', () => {
    const policy = { ...buildClusterPolicy({ metadata: { namespace: 'shop' } }), kind: 'Policy' }
    assert.equal(only(policy).policy, 'shop/require-labels')
  })

  test('the action of a policy counts for its rules, whatever its case, and is to audit when nothing is said', () => {
    for (const [action, mode] of [
      ['Enforce', 'enforce'],
      ['enforce', 'enforce'],
      ['audit', 'audit'],
      [undefined, 'audit'],
    ])
      assert.deepEqual(modesOf(buildClusterPolicy({ spec: { validationFailureAction: action } })), [
        `everywhere: ${mode}`,
      ])
  })

  test('a rule’s own action wins over the policy’s, and over the overrides of the policy', () => {
    const spec = {
      validationFailureAction: 'Enforce',
      validationFailureActionOverrides: [{ action: 'Audit', namespaces: ['sandbox'] }],
    }
    assert.deepEqual(modesOf(buildClusterPolicy({ spec })), ['sandbox: audit', 'everywhere: enforce'])
    assert.deepEqual(modesOf(buildClusterPolicy({ spec, rule: { validate: { failureAction: 'Audit' } } })), [
      'everywhere: audit',
    ])
  })

  test('overrides hold for each namespace, pattern and selector they name, the first one first', () => {
    const failureActionOverrides = [
      { action: 'Enforce', namespaces: ['shop', 'pay-*'] },
      { action: 'Audit', namespaces: ['shop'] },
      { action: 'Enforce', namespaceSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['a'] }] } },
    ]
    assert.deepEqual(
      modesOf(buildClusterPolicy({ rule: { validate: { failureAction: 'Audit', failureActionOverrides } } })),
      ['shop: enforce', 'pay-*: enforce', 'labels tier in (a): enforce', 'everywhere: audit'],
    )
  })

  test('of several image rules the one that blocks decides', () => {
    const verifyImages = [{ failureAction: 'Audit' }, { failureAction: 'Enforce' }]
    assert.deepEqual(modesOf(buildClusterPolicy({ rule: { validate: undefined, verifyImages } })), [
      'everywhere: enforce',
    ])
  })

  test('a policy that is not used at admission blocks nothing', () => {
    const spec = { validationFailureAction: 'Enforce', admission: false }
    assert.deepEqual(modesOf(buildClusterPolicy({ spec })), ['everywhere: audit'])
    assert.deepEqual(saidBy(buildClusterPolicy({ spec })), ['Enforce, and not used at admission'])
  })

  test('T15: of a policy that is only used at admission it is said that what was there before is not watched', () => {
    const policy = buildClusterPolicy({ spec: { validationFailureAction: 'Enforce', background: false } })
    assert.deepEqual(modesOf(policy), ['everywhere: enforce'])
    assert.deepEqual(only(policy).exempt, [
      { by: 'background: false', what: 'objects that were there before it, until they are changed' },
    ])
  })

  test('a rule that changes or makes things has no mode', () => {
    const { rules } = only(buildClusterPolicy({ rule: { validate: undefined, mutate: {} } }))
    assert.deepEqual(rules, [{ rule: 'team', modes: [] }])
  })

  test('what a rule excludes by namespace or name is said, and what stands in a policy’s way', () => {
    const exclude = { any: [{ resources: { namespaces: ['kube-system'], names: ['a*'] } }] }
    const policy = {
      ...buildClusterPolicy({ rule: { exclude } }),
      status: { conditions: [{ type: 'Ready', status: 'False', message: 'no webhook' }] },
    }
    assert.deepEqual(only(policy).exempt, [
      { by: 'exclude of rule team', what: 'namespaces kube-system and objects named a*' },
    ])
    assert.deepEqual(only(policy).troubles, ['Ready: no webhook'])
  })
})

describe('policies of policies.kyverno.io', () => {
  const cel = (kind: string, spec: object, metadata: object = {}) => ({
    apiVersion: 'policies.kyverno.io/v1',
    kind,
    metadata: { name: 'p', ...metadata },
    spec,
  })

  test('each kind has the engine that its results name, namespaced or not', () => {
    const kinds = ['ValidatingPolicy', 'ImageValidatingPolicy', 'MutatingPolicy', 'GeneratingPolicy', 'DeletingPolicy']
    assert.deepEqual(
      kinds.map((kind) => only(cel(kind, {})).engine),
      [
        'kyvernovalidatingpolicy',
        'kyvernoimagevalidatingpolicy',
        'kyvernomutatingpolicy',
        'kyvernogeneratingpolicy',
        'deletingpolicy',
      ],
    )
    const namespaced = only(cel('NamespacedValidatingPolicy', {}, { namespace: 'shop' }))
    assert.deepEqual([namespaced.engine, namespaced.policy], ['kyvernovalidatingpolicy', 'shop/p'])
  })

  test('the sternest of several actions is the mode, and to deny is the default', () => {
    const modeOf = (validationActions?: string[]) => modesOf(cel('ValidatingPolicy', { validationActions }))
    assert.deepEqual(modeOf(['Audit', 'Warn']), ['everywhere: warn'])
    assert.deepEqual(modeOf(['Audit', 'Deny']), ['everywhere: enforce'])
    assert.deepEqual(modeOf(['Audit']), ['everywhere: audit'])
    assert.deepEqual(modeOf(), ['everywhere: enforce'])
    assert.deepEqual(modesOf(cel('ValidatingPolicy', { evaluation: { admission: { enabled: false } } })), [
      'everywhere: audit',
    ])
  })

  test('a policy that changes, makes or deletes things has no mode', () => {
    for (const kind of ['MutatingPolicy', 'GeneratingPolicy', 'DeletingPolicy'])
      assert.deepEqual(modesOf(cel(kind, {})), [])
  })
})

describe('ValidatingAdmissionPolicies', () => {
  const of = (kind: string, name: string, spec: object, metadata: object = {}) => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: { name, generation: 1, creationTimestamp: '2026-09-01T00:00:00Z', ...metadata },
    spec,
  })
  const policy = of('ValidatingAdmissionPolicy', 'no-latest', {})
  const binding = (name: string, spec: object, metadata: object = {}) =>
    of('ValidatingAdmissionPolicyBinding', name, { policyName: 'no-latest', ...spec }, metadata)
  const selected = { namespaceSelector: { matchLabels: { env: 'prod' } } }

  test('a policy does what its bindings say where they match', () => {
    assert.deepEqual(modesOf(policy, binding('a', { validationActions: ['Deny', 'Audit'] })), ['everywhere: enforce'])
    assert.deepEqual(
      modesOf(
        policy,
        binding('a', { validationActions: ['Deny'], matchResources: selected }),
        binding('b', { validationActions: ['Warn'] }),
        binding('other', { policyName: 'another', validationActions: ['Deny'] }),
      ),
      ['labels env=prod: enforce', 'everywhere: warn'],
    )
  })

  test('without a binding it does nothing, and where none matches neither', () => {
    assert.deepEqual(modesOf(policy), ['everywhere: off'])
    assert.deepEqual(modesOf(policy, binding('a', { validationActions: ['Deny'], matchResources: selected })), [
      'labels env=prod: enforce',
      'everywhere: off',
    ])
  })

  test('where bindings may be missing from the list nothing is said of its mode', () => {
    const { policies } = parsePolicies([policy], { isWhole: false })
    assert.deepEqual(policies[0]?.rules, [{ rule: '', modes: [] }])
  })

  test('it has been as it is since the youngest of its parts was made, unless one was changed', () => {
    const young = binding('a', { validationActions: ['Deny'] }, { creationTimestamp: '2026-10-01T00:00:00Z' })
    assert.deepEqual(
      [only(policy, young).isAsCreated, only(policy, young).createdAt?.toISOString()],
      [true, '2026-10-01T00:00:00.000Z'],
    )
    assert.equal(only(policy, binding('a', {}, { generation: 2 })).isAsCreated, false)
  })
})

describe('Gatekeeper', () => {
  test('deny enforces, warn warns, dryrun and an action nobody knows only audit', () => {
    const modeOf = (enforcementAction?: string) => modesOf(buildConstraint(undefined, { spec: { enforcementAction } }))
    assert.deepEqual(
      ['deny', 'warn', 'dryrun', 'audit', undefined].flatMap(modeOf),
      ['enforce', 'warn', 'audit', 'audit', 'enforce'].map((mode) => `everywhere: ${mode}`),
    )
  })

  test('of scoped actions those at admission decide, and what only the audit sees blocks nothing', () => {
    const scoped = (...scopedEnforcementActions: [string, ...string[]][]) =>
      buildConstraint(undefined, {
        spec: {
          enforcementAction: 'scoped',
          scopedEnforcementActions: scopedEnforcementActions.map(([action, ...points]) => ({
            action,
            enforcementPoints: points.map((name) => ({ name })),
          })),
        },
      })
    const mixed = scoped(['deny', 'validation.gatekeeper.sh'], ['warn', 'audit.gatekeeper.sh'])
    assert.deepEqual(modesOf(mixed), ['everywhere: enforce'])
    assert.deepEqual(saidBy(mixed), ['scoped: deny at validation.gatekeeper.sh; warn at audit.gatekeeper.sh'])
    assert.deepEqual(modesOf(scoped(['deny', 'audit.gatekeeper.sh'])), ['everywhere: audit'])
    assert.deepEqual(modesOf(scoped(['deny', 'gator.gatekeeper.sh'])), ['everywhere: off'])
    assert.deepEqual(modesOf(scoped(['warn', '*'])), ['everywhere: warn'])
  })

  test('a template tells what the checks of its kind mean and judges nothing itself', () => {
    const template = {
      apiVersion: 'templates.gatekeeper.sh/v1',
      kind: 'ConstraintTemplate',
      metadata: {
        name: 'k8srequiredlabels',
        annotations: { 'metadata.gatekeeper.sh/title': 'Required Labels', description: 'Labels by name' },
      },
      spec: { crd: { spec: { names: { kind: 'K8sRequiredLabels' } } } },
    }
    const { engine, policy, title, description, rules, isWholePolicy } = only(template)
    assert.deepEqual(
      [engine, policy, title, description],
      ['gatekeeper', 'K8sRequiredLabels', 'Required Labels', 'Labels by name'],
    )
    assert.deepEqual([rules, isWholePolicy], [[], true])
  })

  test('a severity is a label or an annotation named so', () => {
    assert.equal(only(buildConstraint(undefined, { metadata: { labels: { severity: 'High' } } })).severity, 'high')
  })

  test('what a constraint and the Config leave out is said with what says so', () => {
    const spec = {
      match: {
        excludedNamespaces: ['kube-system', 'gatekeeper-*'],
        namespaceSelector: { matchLabels: { env: 'prod' } },
        labelSelector: { matchExpressions: [{ key: 'legacy', operator: 'DoesNotExist' }] },
      },
      parameters: { exemptImages: ['registry.example.com/*'] },
    }
    assert.deepEqual(only(buildConstraint(undefined, { spec })).exempt, [
      { by: 'excludedNamespaces', what: 'namespaces kube-system, gatekeeper-*' },
      { by: 'namespaceSelector', what: 'namespaces without labels env=prod' },
      { by: 'labelSelector', what: 'objects without labels legacy does not exist' },
      { by: 'exemptImages', what: 'images registry.example.com/*' },
    ])
    const config = {
      apiVersion: 'config.gatekeeper.sh/v1alpha1',
      kind: 'Config',
      metadata: { name: 'config', namespace: 'gatekeeper-system' },
      spec: { match: [{ excludedNamespaces: ['kube-system'], processes: ['audit', 'webhook'] }] },
    }
    assert.deepEqual(only(config).exempt, [{ by: 'Config, for audit, webhook', what: 'namespaces kube-system' }])
  })
})

test('what is no policy is rejected with its place, and only policies are taken for policies', () => {
  const others = [null, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } }, buildClusterPolicy()]
  const { rejected, policies } = parsePolicies(others)
  assert.equal(policies.length, 1)
  assert.deepEqual(rejected, [
    { path: 'items[0]', reason: 'an object without kind or name' },
    { path: 'items[1]', reason: 'Pod is not a policy that is read' },
  ])
  assert.equal(isPolicy(buildClusterPolicy()), true)
  assert.equal(isPolicy({ apiVersion: 'kyverno.io/v2', kind: 'PolicyException' }), false)
  assert.equal(isPolicy({ apiVersion: 'kyverno.io/v2', kind: 'CleanupPolicy' }), false)
})
