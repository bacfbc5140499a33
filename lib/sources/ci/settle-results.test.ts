import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileSubject } from './repository-subject.ts'
import { type Draft, settleResults } from './settle-results.ts'

const draft = (message: string, line: number, more: Partial<Draft> = {}): Draft => ({
  check: { engine: 'tool', policy: 'rule', rule: '' },
  subject: fileSubject('main.tf'),
  outcome: 'fail',
  severity: 'high',
  message,
  entry: 0,
  pointer: '',
  discriminator: 'same',
  line,
  waivers: [],
  ...more,
})
const parts = (...drafts: Draft[]): string[] => settleResults(drafts).results.map(({ part }) => part)

test('repeats are counted by line and message, whatever their order in the document', () => {
  const [first, second, third] = [draft('a', 3), draft('a', 9), draft('b', 9)]
  const [one = '', two, three] = parts(first, second, third)
  assert.match(one, /^[0-9a-f]{16}$/)
  assert.deepEqual([two, three], [`${one}~2`, `${one}~3`])
  assert.deepEqual(parts(third, first, second), [`${one}~3`, one, `${one}~2`])
})

test('lines decide only the order: moving all of them changes no part', () => {
  assert.deepEqual(parts(draft('a', 3), draft('a', 9)), parts(draft('a', 103), draft('a', 109)))
})

test('a pass has no part, and its repeats never move the key of a finding', () => {
  assert.deepEqual(parts(draft('', 1, { outcome: 'pass' })), [''])
  const failure = draft('z', 50, { discriminator: '' })
  const pass = (line: number): Draft => draft('', line, { outcome: 'pass', discriminator: '' })
  assert.deepEqual(parts(pass(1), failure, pass(2)), ['~2', '', '~3'])
})

test('equal texts of different checks or subjects are not repeats', () => {
  const [one, two, three] = parts(
    draft('a', 1),
    draft('a', 1, { subject: fileSubject('other.tf') }),
    draft('a', 1, { check: { engine: 'tool', policy: 'other', rule: '' } }),
  )
  assert.equal(one, two)
  assert.equal(one, three)
})

test('a waiver that holds covers its result, one that does not is only listed, and each has a name of its own', () => {
  const waivers = [
    { kind: 'suppression', holds: true, reason: 'accepted' },
    { kind: 'suppression', holds: false },
  ] as const
  const { results, exceptions } = settleResults([draft('a', 1, { waivers }), draft('a', 2, { waivers })])
  assert.equal(new Set(exceptions.map(({ name }) => name)).size, 4)
  assert.deepEqual(results[0]?.exceptions, [exceptions[0]?.name])
  assert.deepEqual(exceptions[0]?.checks, ['tool/rule'])
  assert.equal(exceptions[0]?.scope, 'main.tf')
  assert.equal(exceptions[0]?.reason, 'accepted')
})
