import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { pickFields } from './pick-fields.ts'

const Row = z.object({
  key: z.string(),
  team: z.string().nullable(),
  audit: z.object({ id: z.string() }).nullable(),
  files: z.array(z.object({ name: z.string(), of: z.object({ scan: z.string() }).nullable() })),
  tags: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
})
const given = {
  key: 'k',
  path: '/srv/secret',
  audit: { id: 'a', limits: {} },
  files: [{ name: 'f', body: 'b', of: { scan: 's', token: 't' } }],
  tags: ['x'],
  detail: { any: 'thing' },
}

test('at no depth does anything come through that the schema does not name, and what is missing is null', () => {
  assert.deepEqual(pickFields(Row, Object.keys(Row.shape))(given), {
    key: 'k',
    team: null,
    audit: { id: 'a' },
    files: [{ name: 'f', of: { scan: 's' } }],
    tags: ['x'],
    detail: { any: 'thing' },
  })
})

test('only the fields that are asked for come, in their order', () => {
  assert.deepEqual(Object.keys(pickFields(Row, ['tags', 'key'])(given)), ['tags', 'key'])
})
