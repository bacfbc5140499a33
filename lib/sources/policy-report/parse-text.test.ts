import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { UnreadableDocument } from '#lib/domain/result.ts'
import { parsePolicyReportText } from './parse-text.ts'

const now = new Date('2026-11-20T12:00:00Z')
const parse = (text: string | Uint8Array) => parsePolicyReportText(text, { now })
const captured = (name: string) =>
  readFileSync(new URL(`../../../e2e/fixtures/captured/kyverno/samples/${name}`, import.meta.url))
const report =
  'apiVersion: openreports.io/v1alpha1\nkind: Report\nscope: {kind: Pod, name: cart}\nresults:\n- {policy: a, result: fail}\n'

test('the same run of the Kyverno command line says the same in JSON and in YAML', () => {
  const [json, yaml] = ['json', 'yaml'].map((format) => parse(captured(`two-resources.${format}.stdout.txt`)))
  const saidBy = (parsed: typeof json) =>
    parsed?.results
      .map(({ check, subject, outcome }) => [check.policy, check.rule, subject.name, outcome].join(' '))
      .sort()
  assert(json && json.results.length > 10)
  assert.deepEqual(json.rejected, [])
  assert.deepEqual(saidBy(json), saidBy(yaml))
})

test('a finding points to where it stands in the document', () => {
  assert.deepEqual(
    parse(report).results.map(({ pointer }) => pointer),
    ['/results/0'],
  )
  assert.deepEqual(
    parse(`${report}---\n${report}`).results.map(({ pointer }) => pointer),
    ['/documents/0/results/0', '/documents/1/results/0'],
  )
})

test('a document that cannot be read counts as listed and rejected', () => {
  const { listed, entries, rejected } = parse(`${report}---\nkind: [\n`)
  assert.deepEqual([listed, entries, rejected.length], [2, 1, 1])
})

test('one page of a list is not the whole list', () => {
  const list = { kind: 'List', apiVersion: 'v1', metadata: { continue: 'x', remainingItemCount: 9 }, items: [] }
  assert.match(parse(JSON.stringify(list)).partial ?? '', /one page of several/)
})

test('an empty list holds no report and is no error', () => {
  assert.equal(parse('{"apiVersion": "v1", "kind": "List", "items": []}').listed, 0)
})

test('a text without any report is refused with the reason', () => {
  const refused = (text: string, reason: RegExp) =>
    assert.throws(
      () => parse(text),
      (error) => error instanceof UnreadableDocument && reason.test(error.message),
    )
  refused('{"version": "2.1.0", "runs": []}', /no apiVersion and kind/)
  refused('hello', /not an object/)
  refused('apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: a}\n', /policy exception/)
  refused('', /nothing in it/)
})
