import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contradictionOf } from './contradiction-of.ts'

const claims = {
  repository: 'shop/payments-api',
  commit: '0123456789abcdef0123456789abcdef01234567',
  ref: 'main',
  refPath: 'refs/heads/main',
  run: '99-2',
}

test('nothing said, or the same in another form, is no contradiction', () => {
  assert.equal(contradictionOf({}, claims), undefined)
  const same = [
    { repository: 'Shop/Payments-API' },
    { commit: '0123456789ABCDEF' },
    { ref: 'main' },
    { ref: 'refs/heads/main' },
    { run: '99' },
    { run: '99-2' },
  ]
  for (const said of same) assert.equal(contradictionOf(said, claims), undefined, JSON.stringify(said))
})

test('what the token says otherwise is named, with what it says', () => {
  const wrong = [
    { repository: 'shop/website' },
    { commit: '123456789abcdef' },
    { ref: 'refs/tags/main' },
    { run: '99-1' },
    { run: '9' },
  ]
  for (const said of wrong) {
    const [name = ''] = Object.keys(said)
    assert.match(contradictionOf(said, claims) ?? '', new RegExp(`says ${name} ${claims[name as keyof typeof said]}`))
  }
})
