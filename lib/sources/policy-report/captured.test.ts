import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseDocuments } from '../documents.ts'
import { parsePolicyReports } from './parse.ts'

const now = new Date('2026-11-20T12:00:00Z')
const captured = (name: string) =>
  readFileSync(new URL(`../../../e2e/fixtures/captured/kyverno/samples/${name}`, import.meta.url))

function parse(text: string | Uint8Array) {
  const { objects, rejected } = parseDocuments(text)
  const places = objects.map(({ place }) => place)
  assert.deepEqual(rejected, [])
  return parsePolicyReports(
    objects.map(({ value }) => value),
    { now, places },
  )
}

test('the same run of the Kyverno command line says the same in JSON and in YAML', () => {
  const [json, yaml] = ['json', 'yaml'].map((format) => parse(captured(`two-resources.${format}.stdout.txt`)))
  const saidBy = (parsed: typeof json) =>
    parsed?.results
      .map(({ check, subject, outcome }) => [check.policy, check.rule, subject.name, outcome].join(' '))
      .sort()
  assert(json && json.results.length > 10)
  assert.deepEqual([json.rejected, json.ignored, json.warnings], [[], [], []])
  assert.deepEqual(saidBy(json), saidBy(yaml))
})

test('results of a ValidatingAdmissionPolicy have their policy as check, whatever they name as rule, and keep the binding', () => {
  const { results, checks } = parse(captured('admission-policy.json'))
  assert.deepEqual(checks, [
    {
      engine: 'validatingadmissionpolicy',
      policy: 'deployments-have-two-replicas',
      rule: '',
      category: 'Reliability',
      severity: 'low',
    },
  ])
  assert.deepEqual(
    results.map(({ outcome, subject }) => [outcome, subject.name]),
    [
      ['fail', 'session-store'],
      ['pass', 'cart-api'],
    ],
  )
  assert.deepEqual(results[0]?.detail?.properties, { binding: 'deployments-have-two-replicas-everywhere' })
})

test('a finding points to where it stands in its document', () => {
  const report =
    'apiVersion: openreports.io/v1alpha1\nkind: Report\nscope: {kind: Pod, name: cart}\nresults:\n- {policy: a, result: fail}\n'
  const pointersOf = (text: string) => parse(text).results.map(({ pointer }) => pointer)
  assert.deepEqual(pointersOf(report), ['/results/0'])
  assert.deepEqual(pointersOf(`${report}---\n${report}`), ['/documents/0/results/0', '/documents/1/results/0'])
})
