/**
 * Which faults objects of a kind can have, and how common each is. A fault is the end of the name of a captured
 * archetype (`deployment-no-probes` is fault `no-probes` of a Deployment), so nothing else can happen in the demo.
 */
export const FAULTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Deployment: {
    'no-limits-no-liveness': 10,
    'no-probes': 9,
    'single-replica': 9,
    'writable-root': 9,
    'latest-tag-no-limits': 8,
    'root-user': 8,
    'no-contact': 7,
    'token-mounted': 6,
    'no-team-label': 5,
    'no-seccomp': 5,
    'privilege-escalation': 5,
    'secrets-in-env': 5,
    'untagged-image': 4,
    'oversized-limits': 3,
    'foreign-registry': 3,
    'bad-sidecar': 2,
    'no-cost-centre': 2,
    'host-ports': 1.5,
    'extra-capabilities': 1.5,
    privileged: 0.5,
    'host-network': 0.5,
  },
  StatefulSet: { 'root-no-limits': 4, 'latest-tag': 3 },
  CronJob: { 'latest-tag-root': 3, 'secrets-in-env': 2 },
  Service: { nodeport: 3, loadbalancer: 2 },
  Ingress: { plain: 1 },
}

/** The archetype without a fault. A kind that is missing here has only its faults. */
export const CLEAN: Readonly<Record<string, string>> = {
  Deployment: 'deployment-clean',
  StatefulSet: 'statefulset-clean',
  DaemonSet: 'daemonset-clean',
  CronJob: 'cronjob-clean',
  Job: 'job-clean',
  Pod: 'pod-owned-clean',
  ReplicaSet: 'replicaset-clean',
  Service: 'service-clusterip',
  Ingress: 'ingress-tls',
  Namespace: 'namespace-isolated',
  Role: 'role-clean',
  RoleBinding: 'rolebinding-clean',
}

export const API_VERSIONS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  CronJob: 'batch/v1',
  Job: 'batch/v1',
  Pod: 'v1',
  Service: 'v1',
  Namespace: 'v1',
  Ingress: 'networking.k8s.io/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
}
