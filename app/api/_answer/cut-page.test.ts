import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutPage } from './cut-page.ts'

const rows = ['a', 'b', 'c', 'd', 'e']
const page = (asked: { after?: string | undefined; before?: string | undefined }, of = rows) =>
  cutPage(of, { limit: 2, ...asked }, (row) => row)

test('pages forward and back are the whole list, each row once', () => {
  const forward: string[][] = []
  let at = page({})
  for (forward.push([...at.rows]); at.next; forward.push([...at.rows])) at = page({ after: at.next })
  assert.deepEqual(forward, [['a', 'b'], ['c', 'd'], ['e']])
  const back: string[][] = []
  for (; at.previous; back.push([...at.rows])) at = page({ before: at.previous })
  assert.deepEqual(back, [
    ['c', 'd'],
    ['a', 'b'],
  ])
})

test('a walk goes on when the row of its cursor has moved or gone', () => {
  const { next } = page({})
  assert.deepEqual(page({ after: next }, ['0', 'a', 'b', 'c', 'd']).rows, ['c', 'd'])
  assert.deepEqual(page({ after: next }, ['a', 'c', 'd']).rows, ['d'])
})

test('what is no cursor is refused', () => {
  assert.throws(() => page({ after: 'junk' }), /not a cursor/)
})
