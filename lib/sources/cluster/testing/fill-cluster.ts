import type { FakeApiServer } from './fake-apiserver.ts'

const wgpolicy = 'wgpolicyk8s.io/v1alpha2'

/** One or two objects of every kind that is read, with `uid-<name>` for uids; the template is of kind K8sRequiredLabels. */
export function fillCluster(server: FakeApiServer): void {
  const uid = (name: string) => `uid-${name}`
  const controlledBy = (apiVersion: string, kind: string, name: string) => ({
    ownerReferences: [
      { apiVersion: 'example.com/v1', kind: 'Watcher', name: 'w', uid: uid('w') },
      { apiVersion, kind, name, uid: uid(name), controller: true },
    ],
  })
  for (const name of ['kube-system', 'shop'])
    server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: uid(name), labels: { team: name } } })
  const put = (
    apiVersion: string,
    kind: string,
    name: string,
    namespace?: string,
    more: Record<string, unknown> = {},
  ) => server.apply({ apiVersion, kind, metadata: { name, uid: uid(name), ...(namespace && { namespace }), ...more } })
  put(wgpolicy, 'PolicyReport', 'p1', 'shop')
  put(wgpolicy, 'PolicyReport', 'p2', 'shop')
  put(wgpolicy, 'ClusterPolicyReport', 'cp1')
  put('openreports.io/v1alpha1', 'Report', 'r1', 'shop')
  put('kyverno.io/v2', 'PolicyException', 'e1', 'kyverno')
  put('policies.kyverno.io/v1', 'PolicyException', 'e2', 'kyverno')
  put('constraints.gatekeeper.sh/v1beta1', 'K8sRequiredLabels', 'need-owner')
  put('kyverno.io/v1', 'ClusterPolicy', 'c1')
  put('policies.kyverno.io/v1', 'NamespacedValidatingPolicy', 'v1', 'shop')
  put('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'b1')
  addTemplate(server, 'K8sRequiredLabels', true)
  put('v1', 'Pod', 'web-5d9-x', 'shop', controlledBy('apps/v1', 'ReplicaSet', 'web-5d9'))
  put('v1', 'Pod', 'bare', 'shop')
  put('apps/v1', 'ReplicaSet', 'web-5d9', 'shop', controlledBy('apps/v1', 'Deployment', 'web'))
  put('batch/v1', 'Job', 'nightly-1', 'shop', controlledBy('batch/v1', 'CronJob', 'nightly'))
}

export const addTemplate = (server: FakeApiServer, kind: string, created: boolean) =>
  server.apply({
    apiVersion: 'templates.gatekeeper.sh/v1',
    kind: 'ConstraintTemplate',
    metadata: { name: kind.toLowerCase() },
    spec: { crd: { spec: { names: { kind } } } },
    status: { created },
  })
