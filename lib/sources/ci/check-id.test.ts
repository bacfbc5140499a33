import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkovCheckId, trivyCheckId } from './check-id.ts'

test('the older ids of trivy become the one the mappings use', () => {
  assert.equal(trivyCheckId('AVD-KSV-0017'), 'KSV-0017')
  assert.equal(trivyCheckId('KSV017'), 'KSV-0017')
  assert.equal(trivyCheckId('DS002'), 'DS-0002')
  assert.equal(trivyCheckId('AVD-AWS-0086'), 'AWS-0086')
})

test('ids of trivy that may name another check, and vulnerabilities, stay as written', () => {
  for (const id of ['KSV0012', 'KCV0135', 'KSV-01011', 'CVE-2024-1234', 'GHSA-xxxx-0017'])
    assert.equal(trivyCheckId(id), id)
})

test('the version of a package is not part of a checkov id', () => {
  assert.deepEqual(checkovCheckId('CVE-2024-1234_requests@2.1.0'), { check: 'CVE-2024-1234', packageName: 'requests' })
  assert.deepEqual(checkovCheckId('CVE-2024-1234_@acme/lib@1.0'), { check: 'CVE-2024-1234', packageName: '@acme/lib' })
  assert.deepEqual(checkovCheckId('CKV2_AWS_62'), { check: 'CKV2_AWS_62', packageName: '' })
})
