import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Check } from '#lib/domain/result.ts'
import { mappingId } from './mapping-id.ts'
import { indexMappings, mappingsFor } from './match-mapping.ts'
import { readCatalogs } from './read-catalogs.ts'

const { mappings } = await readCatalogs()
const textOf = new Map<string, string>()
for (const { match } of mappings.entries) {
  const name =
    'policy' in match
      ? match.policy
      : 'check' in match
        ? match.check
        : 'control' in match
          ? match.control
          : match.constraint_kind
  textOf.set(mappingId(match), `${match.source}/${name}`)
}
const index = indexMappings(mappings.entries.map(({ match }) => ({ id: mappingId(match), match })))
const matched = (engine: string, policy: string, rule = '', category?: string): string[] => {
  const check: Pick<Check, 'engine' | 'policy' | 'rule' | 'category'> = {
    engine,
    policy,
    rule,
    ...(category && { category }),
  }
  return mappingsFor(check, index).map((id) => textOf.get(id) ?? id)
}

test('every entry is found by what it matches', () => {
  for (const { match } of mappings.entries) {
    const id = mappingId(match)
    const check =
      'policy' in match
        ? { engine: 'kyverno', policy: match.policy, rule: 'a-rule', category: 'NGINX Ingress' }
        : 'constraint_kind' in match
          ? { engine: 'gatekeeper', policy: match.constraint_kind, rule: '' }
          : 'control' in match
            ? { engine: 'pod-security-standards', policy: match.control, rule: '' }
            : { engine: match.source, policy: match.check.replace('*', '1'), rule: '' }
    assert.ok(mappingsFor(check, index).includes(id), JSON.stringify(match))
  }
})

test('a Kyverno check matches by policy name, whatever its rule and policy type', () => {
  const expected = ['kyverno/disallow-privileged-containers']
  assert.deepEqual(matched('kyverno', 'disallow-privileged-containers', 'privileged-containers'), expected)
  assert.deepEqual(matched('kyvernovalidatingpolicy', 'disallow-privileged-containers'), expected)
  assert.deepEqual(matched('KyvernoValidatingPolicy', 'disallow-privileged-containers'), expected)
  assert.deepEqual(matched('kyvernoimagevalidatingpolicy', 'verify-image'), ['kyverno/verify-image'])
})

test('a namespaced Kyverno policy matches by the name after its namespace', () => {
  assert.deepEqual(matched('kyverno', 'payments/disallow-latest-tag', 'require-image-tag'), [
    'kyverno/disallow-latest-tag',
  ])
})

test('of the two policies named restrict-annotations only the one for NGINX Ingress matches', () => {
  assert.deepEqual(matched('kyverno', 'restrict-annotations', 'check-ingress', 'Security, NGINX Ingress'), [
    'kyverno/restrict-annotations',
  ])
  assert.deepEqual(matched('kyverno', 'restrict-annotations', 'block-flux-v1', 'Sample'), [])
  assert.deepEqual(matched('kyverno', 'restrict-annotations', 'check-ingress'), [])
})

test('a pod security control matches only where the check says that it is one', () => {
  const category = 'Pod Security Standards (Baseline)'
  assert.deepEqual(matched('kyverno', 'our-pods', 'hostNamespaces', category), [
    'pod-security-standards/hostNamespaces',
  ])
  assert.deepEqual(matched('kyverno', 'our-pods', 'hostNamespaces', 'Pods'), [])
  assert.deepEqual(matched('kyverno', 'our-pods', 'hostNamespaces'), [])
  assert.deepEqual(matched('kyverno', 'our-pods', 'restricted', category), [])
})

test('a Gatekeeper check matches by the kind of its constraint, not by its name', () => {
  assert.deepEqual(matched('gatekeeper', 'K8sPSPPrivilegedContainer', ''), ['gatekeeper/K8sPSPPrivilegedContainer'])
  assert.deepEqual(matched('gatekeeper', 'MyOwnKind', 'K8sPSPPrivilegedContainer'), [])
})

test('a Trivy check matches by any form of its id, in policy or rule, in any of its families', () => {
  const expected = ['trivy/KSV-0017']
  for (const id of ['KSV-0017', 'AVD-KSV-0017', 'KSV017']) {
    assert.deepEqual(matched('trivy', id), expected)
    assert.deepEqual(matched('trivy', 'config', id), expected)
  }
  assert.deepEqual(matched('trivy configaudit', 'Privileged', 'KSV017'), expected)
  assert.deepEqual(matched('trivy infraassessment', 'KCV0012', 'Ensure that …'), ['trivy/KCV-0012'])
})

test('ids of Trivy that differ in digits only are not mixed up', () => {
  assert.deepEqual(matched('trivy', 'KSV012'), ['trivy/KSV-0012'])
  assert.deepEqual(matched('trivy', 'KSV12'), [])
})

test('vulnerabilities and leaked secrets match as a class', () => {
  assert.deepEqual(matched('trivy vulnerability', 'CVE-2024-3094'), ['trivy/CVE-*'])
  assert.deepEqual(matched('trivy', 'vuln', 'GHSA-xxxx-yyyy-zzzz'), ['trivy/GHSA-*'])
  assert.deepEqual(matched('trivy exposedsecrets', 'AWS Access Key ID', 'aws-access-key-id'), ['trivy/SECRET-*'])
  assert.deepEqual(matched('checkov', 'secrets', 'CKV_SECRET_6'), ['checkov/CKV_SECRET_*'])
})

test('a Checkov check matches by id in policy or rule', () => {
  assert.deepEqual(matched('checkov', 'kubernetes', 'CKV_K8S_16'), ['checkov/CKV_K8S_16'])
  assert.deepEqual(matched('Checkov', 'CKV_K8S_16'), ['checkov/CKV_K8S_16'])
  assert.deepEqual(matched('checkov', 'CKV_K8S_1600'), [])
})

test('a Kubescape check matches by its C-id', () => {
  assert.deepEqual(matched('kubescape', 'C-0057', 'Privileged container'), ['kubescape/C-0057'])
})

test('an engine that no entry speaks for matches nothing, even under a known policy name', () => {
  assert.deepEqual(matched('validatingadmissionpolicy', 'disallow-privileged-containers'), [])
  assert.deepEqual(matched('constructor', 'disallow-privileged-containers'), [])
  assert.deepEqual(matched('semgrep', 'CKV_K8S_16'), [])
})

test('T21: the control family that Falco writes as the category of every event speaks for no control', () => {
  assert.deepEqual(matched('falco', 'Terminal shell in container', '', 'SI - System and Information Integrity'), [])
})
