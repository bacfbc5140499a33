/** A ClusterPolicy with one rule that validates, as people write it. */
export const buildClusterPolicy = (fields: { metadata?: object; spec?: object; rule?: object } = {}) => ({
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: {
    name: 'require-labels',
    uid: 'u-p',
    generation: 1,
    creationTimestamp: '2026-09-01T08:00:00Z',
    annotations: {
      'policies.kyverno.io/title': 'Require labels',
      'policies.kyverno.io/category': 'Best Practices ',
      'policies.kyverno.io/severity': 'medium',
      'policies.kyverno.io/description': 'Who owns\n a workload\n',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
    },
    ...fields.metadata,
  },
  spec: {
    validationFailureAction: 'Audit',
    rules: [{ name: 'team', validate: { pattern: {} }, ...fields.rule }],
    ...fields.spec,
  },
})
