import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CheckMode } from '#lib/queries/list-check-modes.ts'
import { enforcementWords, prepareModes } from './prepare-modes.ts'

const day = (n: number) => new Date(Date.UTC(2026, 9, n))
const mode = (fields: Partial<CheckMode>): CheckMode => ({
  sourceId: 1,
  source: 'eu-1',
  environment: 'production',
  place: '',
  mode: 'audit',
  said: 'Audit',
  from: day(1),
  to: null,
  isBaseline: false,
  ...fields,
})

test('each place has what it does now and what it did before, the latest first', () => {
  const places = prepareModes([
    mode({ mode: 'enforce', from: day(5) }),
    mode({ to: day(5) }),
    mode({ place: 'shop', to: day(3) }),
  ])
  assert.deepEqual(
    places.map(({ place, now, before }) => [place, now?.mode, before.length]),
    [
      ['', 'enforce', 1],
      ['shop', undefined, 1],
    ],
  )
})

test('a policy enforces everywhere only since the last source began to', () => {
  const words = (...modes: CheckMode[]) => enforcementWords(prepareModes(modes))
  const other = { sourceId: 2, source: 'eu-2', mode: 'enforce' } as const
  assert.equal(words(), 'No source states whether it blocks anything.')
  assert.equal(words(mode({})), 'It blocks nothing in the one source that states it.')
  assert.equal(
    words(mode({ mode: 'enforce', from: day(3) }), mode({ ...other, from: day(7) })),
    'It enforces in all 2 sources, in every one of those since 2026-10-07.',
  )
  assert.equal(words(mode({}), mode(other)), 'It enforces in 1 of 2 sources, since 2026-10-01.')
  assert.equal(
    words(mode({ mode: 'enforce', isBaseline: true })),
    'It enforces in its one source since 2026-10-01 or earlier.',
  )
})
