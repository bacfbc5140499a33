import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvLine } from './csv-line.ts'

test('text that a spreadsheet would run is only text', () => {
  for (const text of ['=cmd()', '+1', '-1', '@sum', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠x'])
    assert.match(csvLine([text]), /^"?'/, text)
})

test('numbers stay numbers, also negative ones', () => {
  assert.equal(csvLine([-1, 2.5, true, null, undefined]), '-1,2.5,true,,\r\n')
})

test('commas, quotes and line breaks stay inside their cell', () => {
  assert.equal(csvLine(['a,b', 'say "x"', 'two\nlines']), '"a,b","say ""x""","two\nlines"\r\n')
})
