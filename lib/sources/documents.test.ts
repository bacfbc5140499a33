import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { UnreadableDocument } from '#lib/domain/result.ts'
import { ProductError } from '#lib/errors.ts'
import { LIMITS } from './documents/limits.ts'
import { parseDocuments } from './documents.ts'

const captured = (name: string) =>
  readFileSync(new URL(`../../e2e/fixtures/captured/kyverno/samples/${name}`, import.meta.url))
const valuesOf = (text: string | Uint8Array) => parseDocuments(text).objects.map(({ value }) => value)
const placesOf = (text: string) => parseDocuments(text).objects.map(({ place }) => place)
const refusal = (reason: RegExp) => (error: unknown) =>
  error instanceof UnreadableDocument && reason.test(error.message)
const overLimit = (reason: RegExp) => (error: unknown) =>
  error instanceof ProductError && error.code === 'too-large' && reason.test(error.message)

test('one JSON object is the root of its document', () => {
  assert.deepEqual(parseDocuments('\n {"kind": "Report"}').objects, [
    { index: 0, place: '', value: { kind: 'Report' } },
  ])
})

test('T7: a byte order mark is no part of the document, in UTF-8 and in UTF-16', () => {
  assert.deepEqual(valuesOf('\uFEFFkind: Report\n'), [{ kind: 'Report' }])
  assert.deepEqual(valuesOf(Buffer.from('\uFEFF{"kind": "Report"}')), [{ kind: 'Report' }])
  assert.deepEqual(valuesOf(Buffer.from('\uFEFF{"kind": "Report"}', 'utf16le')), [{ kind: 'Report' }])
})

test('documents between markers are kept apart, JSON among YAML', () => {
  const text = '---\nkind: A\n---\n{"kind": "B"}\n--- # third\nkind: C\n...\n---\n# nothing\n'
  assert.deepEqual(valuesOf(text), [{ kind: 'A' }, { kind: 'B' }, { kind: 'C' }])
  assert.deepEqual(placesOf(text), ['/documents/0', '/documents/1', '/documents/2'])
})

test('JSON lines are documents of their own', () => {
  assert.deepEqual(valuesOf('{"kind": "A"}\n\n{"kind": "B"}\n'), [{ kind: 'A' }, { kind: 'B' }])
})

test('a document that cannot be read is rejected with its place, and the others are kept', () => {
  const { objects, rejected } = parseDocuments('kind: A\n---\nkind: [B\n---\nkind: C\n')
  assert.deepEqual(
    objects.map(({ value }) => value),
    [{ kind: 'A' }, { kind: 'C' }],
  )
  assert.equal(rejected[0]?.path, 'documents[1]')
  assert.match(rejected[0]?.reason ?? '', /^not YAML: /)
})

test('a broken line among JSON lines is rejected with its place', () => {
  const { objects, rejected } = parseDocuments('{"kind": "A"}\n{"kind": \n{"kind": "C"}')
  assert.equal(objects.length, 2)
  assert.deepEqual(
    rejected.map(({ path }) => path),
    ['documents[1]'],
  )
})

test('lists are taken apart, and typed lists lend their kind to items that have none', () => {
  const list = { apiVersion: 'g/v1', kind: 'ReportList', items: [{ a: 1 }, { apiVersion: 'g/v2', kind: 'Other' }] }
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [list, { kind: 'Report', apiVersion: 'g/v1' }] })
  assert.deepEqual(valuesOf(text), [
    { apiVersion: 'g/v1', kind: 'Report', a: 1 },
    { apiVersion: 'g/v2', kind: 'Other' },
    { kind: 'Report', apiVersion: 'g/v1' },
  ])
  assert.deepEqual(placesOf(text), ['/items/0/items/0', '/items/0/items/1', '/items/1'])
})

test('a kind that only ends in List is no list', () => {
  assert.deepEqual(valuesOf('{"kind": "BlockList", "spec": {"items": []}}'), [
    { kind: 'BlockList', spec: { items: [] } },
  ])
})

test('an empty list is a list of nothing, an empty text is no document', () => {
  assert.deepEqual(valuesOf('{"kind": "ReportList", "items": null}'), [])
  assert.throws(() => parseDocuments(' \n# only a comment\n---\n'), refusal(/nothing in it/))
})

test('a list that is one page of several says so', () => {
  const page = { kind: 'ReportList', metadata: { continue: 'abc' }, items: [] }
  assert.match(parseDocuments(JSON.stringify(page)).partial ?? '', /one page of several/)
  assert.match(
    parseDocuments('apiVersion: v1\nitems:\n- a: 1\nkind: List\nmetadata:\n  continue: abc\n').partial ?? '',
    /page/,
  )
  assert.equal(parseDocuments('{"kind": "ReportList", "metadata": {"continue": ""}, "items": []}').partial, undefined)
})

test('a block list as kubectl prints it gives the same items read whole and read one by one', () => {
  const item = (name: string) =>
    `apiVersion: g/v1\n  kind: Report\n  metadata:\n    name: ${name}\n  text: |\n    - no\n    item\n`
  const text = `apiVersion: v1\nitems:\n- ${item('a')}- ${item('b')}kind: List\nmetadata:\n  resourceVersion: ""\n`
  const indented = text.replace(/^(?=[- ] )/gm, '  ')
  assert.notEqual(indented, text)
  assert.deepEqual(valuesOf(text), valuesOf(indented))
  assert.deepEqual(placesOf(text), ['/items/0', '/items/1'])
})

test('one broken item of a block list costs only itself', () => {
  const { objects, rejected } = parseDocuments('apiVersion: v1\nkind: List\nitems:\n- a: 1\n- a: [\n- a: 3\n')
  assert.deepEqual(
    objects.map(({ place }) => place),
    ['/items/0', '/items/2'],
  )
  assert.deepEqual(
    rejected.map(({ path }) => path),
    ['items[1]'],
  )
})

test('what the Kyverno command line prints before its report is cut off', () => {
  for (const name of ['two-resources.json.stdout.txt', 'two-resources.yaml.stdout.txt']) {
    const { objects, rejected } = parseDocuments(captured(name))
    assert.deepEqual(rejected, [], name)
    assert(objects.length > 0, name)
  }
  const old =
    'Applying 1 policy rule(s) to 1 resource(s)...\n\n----------\nPOLICY REPORT:\n----------\napiVersion: g/v1\nkind: R\n'
  assert.deepEqual(valuesOf(old), [{ apiVersion: 'g/v1', kind: 'R' }])
})

test('nesting beyond 64 levels is refused at once, in JSON and in every style of YAML', () => {
  const levels = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`
  assert.doesNotThrow(() => parseDocuments(levels(LIMITS.depth)))
  const deep = [
    levels(LIMITS.depth + 1),
    `a: ${'['.repeat(100_000)}`,
    '- '.repeat(50_000),
    '? '.repeat(50_000),
    'a: &a [*a]',
  ]
  for (const text of deep) assert.throws(() => parseDocuments(text), overLimit(/64 levels/), text.slice(0, 20))
})

test('aliases cannot make a small document large', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    'b: &b [*a, *a, *a, *a, *a, *a]',
    'c: [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b]',
  ]
  assert.match(parseDocuments(bomb.join('\n')).rejected[0]?.reason ?? '', /alias/)
  const many = Array.from({ length: 101 }, (_, i) => `a${i}: &x${i} 1\nb${i}: *x${i}`).join('\n')
  assert.throws(() => parseDocuments(many), overLimit(/more than 100 YAML aliases/))
})

test('tags name no code and no time: what they hold is plain data', () => {
  assert.deepEqual(valuesOf('kind: !!js/function "x"\nat: 2026-11-20\nraw: !!binary aGk=\n'), [
    { kind: 'x', at: '2026-11-20', raw: 'aGk=' },
  ])
})

test('sizes beyond the limits are refused with the limit named', () => {
  const long = 'x'.repeat(1024 * 1024)
  assert.throws(() => parseDocuments(`a: "${long.repeat(8)}"`), overLimit(/8 MiB/))
  assert.throws(() => parseDocuments(`---\na: "${long.repeat(7)}"\n`.repeat(5)), overLimit(/32 MiB of YAML/))
  assert.throws(() => parseDocuments(new Uint8Array(LIMITS.text + 1)), overLimit(/250 MiB/))
})

test('keys that name parts of every object are data like others', () => {
  const [value] = valuesOf('{"__proto__": {"kind": "x"}, "kind": "A"}')
  assert.equal(Object.getPrototypeOf(value), Object.prototype)
})
