import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UnreadableDocument } from '#lib/domain/result.ts'
import { parseConstraintText } from './parse-text.ts'

const now = new Date('2026-11-20T12:00:00Z')
const constraint = `apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sRequiredLabels
metadata: {name: must-have-owner}
status:
  auditTimestamp: "2026-11-20T11:59:30Z"
  totalViolations: 1
  violations:
  - {group: "", version: v1, kind: Pod, namespace: shop, name: cart, message: no label, enforcementAction: deny}
`

test('constraints are read from YAML documents, and a broken one among them is rejected', () => {
  const { results, listed, rejected } = parseConstraintText(`${constraint}---\nkind: [\n`, { now })
  assert.deepEqual(
    results.map(({ pointer }) => pointer),
    ['/documents/0/status/violations/0'],
  )
  assert.deepEqual([listed, rejected.length], [2, 1])
})

test('a text without any constraint is refused with the reason', () => {
  const texts = ['{"kind": "Pod", "apiVersion": "v1"}', '{"process": "audit", "event_type": "audit_started"}']
  for (const text of texts)
    assert.throws(
      () => parseConstraintText(text, { now }),
      (error) => error instanceof UnreadableDocument && /no Gatekeeper constraint/.test(error.message),
    )
})
