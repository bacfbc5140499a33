import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isBundlePath } from './bundle-path.ts'
import { safeNames } from './safe-names.ts'

const HOSTILE = [
  '..',
  '../../etc/passwd',
  'a b',
  'a_b',
  'A_B',
  'a:b',
  '-rf',
  '.git',
  'con',
  'nul.txt',
  '',
  'x'.repeat(300),
  `${'x'.repeat(300)}y`,
  'é',
  '漢字',
  'a\nb',
  'name.',
  'a_b-1cac9d8e',
]

test('every name is a path of a bundle', () => {
  for (const name of safeNames(HOSTILE).values()) assert.ok(isBundlePath(name) && !name.includes('/'), name)
})

test('two texts never share a name, also where case does not count', () => {
  const names = [...safeNames(HOSTILE).values()].map((name) => name.toLowerCase())
  assert.equal(new Set(names).size, new Set(HOSTILE).size)
})

test('a name made to meet the name of another gets its own', () => {
  const [clash] = [...safeNames(['a b', 'a_b']).values()]
  const names = safeNames(['a b', 'a_b', clash ?? ''])
  assert.equal(new Set(names.values()).size, 3)
})

test('plain names stay as they are, in whatever order they come', () => {
  const names = safeNames(['prod-eu1', 'CC6.1', '164.308(a)(1)(ii)(A)'])
  assert.deepEqual([...names.values()].sort(), ['164.308_a_1_ii_A', 'CC6.1', 'prod-eu1'])
  assert.deepEqual(safeNames(HOSTILE), safeNames(HOSTILE.toReversed()))
})
