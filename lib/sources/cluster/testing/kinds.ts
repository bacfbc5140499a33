import type { Kind } from './object-store.ts'

/** The kinds a cluster with Kyverno and Gatekeeper serves, as far as Muniment reads them. */
export const KINDS = {
  namespaces: {
    group: '',
    versions: ['v1'],
    plural: 'namespaces',
    kind: 'Namespace',
    namespaced: false,
    shortNames: ['ns'],
  },
  pods: { group: '', versions: ['v1'], plural: 'pods', kind: 'Pod', namespaced: true, shortNames: ['po'] },
  replicasets: { group: 'apps', versions: ['v1'], plural: 'replicasets', kind: 'ReplicaSet', namespaced: true },
  jobs: { group: 'batch', versions: ['v1'], plural: 'jobs', kind: 'Job', namespaced: true },
  policyReports: {
    group: 'wgpolicyk8s.io',
    versions: ['v1alpha2'],
    plural: 'policyreports',
    kind: 'PolicyReport',
    namespaced: true,
    shortNames: ['polr'],
  },
  clusterPolicyReports: {
    group: 'wgpolicyk8s.io',
    versions: ['v1alpha2'],
    plural: 'clusterpolicyreports',
    kind: 'ClusterPolicyReport',
    namespaced: false,
    shortNames: ['cpolr'],
  },
  reports: {
    group: 'openreports.io',
    versions: ['v1alpha1'],
    plural: 'reports',
    kind: 'Report',
    namespaced: true,
    shortNames: ['reps'],
  },
  clusterReports: {
    group: 'openreports.io',
    versions: ['v1alpha1'],
    plural: 'clusterreports',
    kind: 'ClusterReport',
    namespaced: false,
    shortNames: ['creps'],
  },
  policyExceptions: {
    group: 'kyverno.io',
    versions: ['v2', 'v2beta1'],
    plural: 'policyexceptions',
    kind: 'PolicyException',
    namespaced: true,
    shortNames: ['polex'],
  },
  celPolicyExceptions: {
    group: 'policies.kyverno.io',
    versions: ['v1', 'v1beta1', 'v1alpha1'],
    plural: 'policyexceptions',
    kind: 'PolicyException',
    namespaced: true,
  },
  clusterPolicies: {
    group: 'kyverno.io',
    versions: ['v1', 'v2beta1'],
    plural: 'clusterpolicies',
    kind: 'ClusterPolicy',
    namespaced: false,
    shortNames: ['cpol'],
  },
  namespacePolicies: {
    group: 'kyverno.io',
    versions: ['v1', 'v2beta1'],
    plural: 'policies',
    kind: 'Policy',
    namespaced: true,
    shortNames: ['pol'],
  },
  validatingPolicies: celKind('ValidatingPolicy', false),
  namespacedValidatingPolicies: celKind('NamespacedValidatingPolicy', true),
  imageValidatingPolicies: celKind('ImageValidatingPolicy', false),
  namespacedImageValidatingPolicies: celKind('NamespacedImageValidatingPolicy', true),
  mutatingPolicies: celKind('MutatingPolicy', false),
  namespacedMutatingPolicies: celKind('NamespacedMutatingPolicy', true),
  generatingPolicies: celKind('GeneratingPolicy', false),
  namespacedGeneratingPolicies: celKind('NamespacedGeneratingPolicy', true),
  deletingPolicies: celKind('DeletingPolicy', false),
  namespacedDeletingPolicies: celKind('NamespacedDeletingPolicy', true),
  admissionPolicies: {
    group: 'admissionregistration.k8s.io',
    versions: ['v1', 'v1beta1'],
    plural: 'validatingadmissionpolicies',
    kind: 'ValidatingAdmissionPolicy',
    namespaced: false,
    hasStatus: true,
  },
  admissionPolicyBindings: {
    group: 'admissionregistration.k8s.io',
    versions: ['v1', 'v1beta1'],
    plural: 'validatingadmissionpolicybindings',
    kind: 'ValidatingAdmissionPolicyBinding',
    namespaced: false,
  },
  gatekeeperConfigs: {
    group: 'config.gatekeeper.sh',
    versions: ['v1alpha1'],
    plural: 'configs',
    kind: 'Config',
    namespaced: true,
  },
  constraintTemplates: {
    group: 'templates.gatekeeper.sh',
    versions: ['v1', 'v1beta1'],
    plural: 'constrainttemplates',
    kind: 'ConstraintTemplate',
    namespaced: false,
    hasStatus: true,
  },
} satisfies Record<string, Kind>

function celKind(kind: string, namespaced: boolean): Kind {
  const plural = `${kind.toLowerCase().slice(0, -1)}ies`
  return { group: 'policies.kyverno.io', versions: ['v1', 'v1beta1', 'v1alpha1'], plural, kind, namespaced }
}

/** The kind that Gatekeeper makes of a ConstraintTemplate. */
export const constraintKind = (kind: string): Kind => ({
  group: 'constraints.gatekeeper.sh',
  versions: ['v1beta1', 'v1alpha1'],
  plural: kind.toLowerCase(),
  kind,
  namespaced: false,
  categories: ['constraint', 'constraints'],
  hasStatus: true,
})

/** The kind of an object as it would be served; a guess from the name for kinds that are not known here. */
export function kindOf(apiVersion: string, kind: string, isNamespaced: boolean): Kind {
  const [version = '', group = ''] = apiVersion.split('/').reverse()
  const known = Object.values<Kind>(KINDS).find((candidate) => candidate.group === group && candidate.kind === kind)
  if (known) return { ...known, versions: [...new Set([...known.versions, version])] }
  if (group === 'constraints.gatekeeper.sh') return constraintKind(kind)
  const lower = kind.toLowerCase()
  const plural = lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}${lower.endsWith('s') ? 'es' : 's'}`
  return { group, versions: [version], plural, kind, namespaced: isNamespaced }
}
