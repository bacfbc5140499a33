import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callerAddress } from './caller-address.ts'

test('without a proxy in front, what a caller says of itself counts for nothing', () => {
  assert.equal(callerAddress('1.2.3.4', '192.0.2.7', 0), '192.0.2.7')
  assert.equal(callerAddress(undefined, '::ffff:192.0.2.7', 0), '192.0.2.7')
})

test('behind proxies, the entry of the outermost one counts, and nothing that the caller put before it', () => {
  assert.equal(callerAddress('6.6.6.6, 198.51.100.1', '10.0.0.1', 1), '198.51.100.1')
  assert.equal(callerAddress(['6.6.6.6', '198.51.100.1, 10.0.0.2'], '10.0.0.1', 2), '198.51.100.1')
  assert.equal(callerAddress(undefined, '10.0.0.1', 1), '10.0.0.1')
  assert.equal(callerAddress('198.51.100.1', '10.0.0.1', 2), '10.0.0.1')
})
