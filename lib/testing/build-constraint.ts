/** A constraint as Gatekeeper keeps it. */
export const buildConstraint = (status: object | undefined, fields: { spec?: object; metadata?: object } = {}) => ({
  apiVersion: 'constraints.gatekeeper.sh/v1beta1',
  kind: 'K8sRequiredLabels',
  metadata: { name: 'must-have-owner', uid: 'u-c', ...fields.metadata },
  spec: { enforcementAction: 'deny', ...fields.spec },
  ...(status && { status }),
})

/** The status that an audit shortly before noon of 2026-11-20 leaves when it finds these. */
export const buildAudit = (violations: object[], fields: object = {}) => ({
  auditTimestamp: '2026-11-20T11:59:30Z',
  totalViolations: violations.length,
  ...(violations.length > 0 && { violations }),
  ...fields,
})

export const buildViolation = (name: string, fields: object = {}) => ({
  group: '',
  version: 'v1',
  kind: 'Pod',
  namespace: 'shop',
  name,
  message: 'you must provide labels',
  enforcementAction: 'deny',
  ...fields,
})
