import { createRandom } from './random.ts'

const POLICIES = 19
const NAMESPACES = 200
const FAIL_SHARE = 0.08
const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'] as const
const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const

/**
 * A PolicyReportList of `count` reports with 19 results each, as a cluster with the pod security policies gives it: one
 * report a resource, about 6 KB, 8 % failing. The same seed gives the same bytes. `changed` is the share of reports in
 * which one result is flipped.
 */
export function generateReports(
  count: number,
  { seed = 1, changed = 0 }: { seed?: number; changed?: number } = {},
): string {
  const random = createRandom(seed)
  const every = changed > 0 ? Math.round(1 / changed) : 0
  const items = Array.from({ length: count }, (_, n) => reportOf(n, random, every > 0 && n % every === 0))
  return JSON.stringify({
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
    kind: 'PolicyReportList',
    metadata: { resourceVersion: '1' },
    items,
  })
}

function reportOf(n: number, random: () => number, isFlipped: boolean) {
  const kind = KINDS[n % KINDS.length] ?? 'Deployment'
  const scope = {
    apiVersion: kind === 'CronJob' ? 'batch/v1' : 'apps/v1',
    kind,
    namespace: `team-${n % NAMESPACES}`,
    name: `service-${n}`,
    uid: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  }
  const results = Array.from({ length: POLICIES }, (_, p) => {
    const fails = random() < FAIL_SHARE !== (isFlipped && p === 0)
    return {
      source: 'kyverno',
      policy: `policy-${String(p).padStart(2, '0')}-restrict-something`,
      rule: `autogen-rule-${p}`,
      category: 'Pod Security Standards (Restricted)',
      severity: SEVERITIES[p % SEVERITIES.length],
      result: fails ? 'fail' : 'pass',
      scored: true,
      message: fails
        ? `validation error: containers must not use the setting. rule autogen-rule-${p} failed at path /spec/template/spec/containers/0/`
        : `validation rule 'autogen-rule-${p}' passed.`,
      properties: { process: 'background scan' },
      timestamp: { seconds: 1_790_000_000, nanos: 0 },
    }
  })
  return {
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
    kind: 'PolicyReport',
    metadata: {
      name: scope.uid,
      namespace: scope.namespace,
      resourceVersion: String(1000 + n),
      labels: { 'app.kubernetes.io/managed-by': 'kyverno' },
      ownerReferences: [{ apiVersion: scope.apiVersion, kind, name: scope.name, uid: scope.uid }],
    },
    scope,
    summary: { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 },
    results,
  }
}
