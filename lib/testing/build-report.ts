export const POD = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'cart', uid: 'u-1' }

/** One entry of a report as Kyverno writes it: a rule that fails. */
export const buildEntry = (fields: object = {}) => ({
  source: 'kyverno',
  policy: 'require-labels',
  rule: 'team',
  result: 'fail',
  ...fields,
})

/** A report as Kyverno writes it: one failing entry about one pod. */
export const buildReport = (fields: object = {}) => ({
  apiVersion: 'wgpolicyk8s.io/v1alpha2',
  kind: 'PolicyReport',
  metadata: { name: 'r', namespace: 'shop', uid: 'u-r' },
  scope: POD,
  results: [buildEntry()],
  ...fields,
})
