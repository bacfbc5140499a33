import assert from 'node:assert/strict'
import { test } from 'node:test'
import { excerptDocument } from './excerpt-document.ts'

const bytes = (text: string) => Buffer.from(text)

test('a JSON pointer gives the entry it names, also in a list that is taken apart', () => {
  const list = bytes(
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ results: [{ policy: 'a' }, { policy: 'b' }] }] }),
  )
  assert.equal(excerptDocument(list, { pointer: '/items/0/results/1' })?.text, '{\n  "policy": "b"\n}')
})

test('a pointer into the second of several YAML documents finds it', () => {
  const yaml = bytes('kind: A\nresults:\n- policy: a\n---\nkind: B\nresults:\n- policy: b\n')
  assert.match(excerptDocument(yaml, { pointer: '/documents/1/results/0' })?.text ?? '', /"b"/)
})

test('a test case is found by its name, whatever is written before it', () => {
  const xml = bytes(
    `<?xml version="1.0"?><testsuite><testcase name="a &gt; b" x='>'/><testcase classname="c" name="root &amp; all"><failure>no</failure></testcase></testsuite>`,
  )
  assert.equal(
    excerptDocument(xml, { pointer: 's / c root & all', caseName: 'root & all' })?.text,
    '<testcase classname="c" name="root &amp; all"><failure>no</failure></testcase>',
  )
  assert.equal(excerptDocument(xml, { pointer: '', caseName: 'a > b' })?.text, `<testcase name="a &gt; b" x='>'/>`)
})

test('a long entry is cut and says so', () => {
  const long = excerptDocument(bytes(JSON.stringify({ a: 'x'.repeat(50_000) })), { pointer: '/a' })
  assert.deepEqual([long?.isCut, long?.text.length], [true, 12_000])
})

test('what is not there, is no document, or reaches into prototypes gives nothing', () => {
  assert.equal(excerptDocument(bytes('{"a":1}'), { pointer: '/b' }), undefined)
  assert.equal(excerptDocument(bytes('{"a":{}}'), { pointer: '/a/constructor' }), undefined)
  assert.equal(excerptDocument(bytes('{"a":1}'), { pointer: '' }), undefined)
  assert.equal(excerptDocument(bytes('{not json'), { pointer: '/a' }), undefined)
  assert.equal(excerptDocument(bytes('<testsuite>'), { pointer: '', caseName: 'x' }), undefined)
  assert.equal(excerptDocument(Buffer.alloc(0), { pointer: '/a' }), undefined)
})
