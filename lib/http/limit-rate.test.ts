import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rateLimiter } from './limit-rate.ts'

const from = (address: string, headers = {}, url = '/api/v1/findings') => ({
  url,
  headers: { 'x-forwarded-for': address, ...headers },
})
const token = (name: string) => ({ authorization: `Bearer mnt_${name}` })

test('a caller has so many requests a minute, is told how many are left, and then waits', async () => {
  const limit = rateLimiter({ reads: 2, uploads: 1, address: 100 })
  const rates = [await limit(from('192.0.2.1')), await limit(from('192.0.2.1')), await limit(from('192.0.2.1'))]
  assert.deepEqual(
    rates.map((rate) => [rate?.limit, rate?.remaining, rate?.isOver]),
    [
      [2, 1, false],
      [2, 0, false],
      [2, 0, true],
    ],
  )
  const reset = rates[2]?.resetSeconds ?? 0
  assert.ok(reset >= 1 && reset <= 60, String(reset))
  assert.equal((await limit(from('192.0.2.2')))?.isOver, false)
})

test('each token and each session has a rate of its own, wherever it is used from', async () => {
  const limit = rateLimiter({ reads: 1, uploads: 1, address: 100 })
  const session = { cookie: 'theme=dark; __Secure-muniment.session_token=abc' }
  assert.equal((await limit(from('192.0.2.1', token('a'))))?.isOver, false)
  assert.equal((await limit(from('192.0.2.9', token('a'))))?.isOver, true)
  assert.equal((await limit(from('192.0.2.1', token('b'))))?.isOver, false)
  assert.equal((await limit(from('192.0.2.1', session)))?.isOver, false)
  assert.equal((await limit(from('192.0.2.1', { cookie: `x=1; ${session.cookie}` })))?.isOver, true)
})

test('tokens that are made up do not get around the rate of their address', async () => {
  const limit = rateLimiter({ reads: 1, uploads: 1, address: 3 })
  for (const name of ['a', 'b', 'c']) assert.equal((await limit(from('192.0.2.1', token(name))))?.isOver, false)
  assert.equal((await limit(from('192.0.2.1', token('d'))))?.isOver, true)
})

test('uploads have a rate of their own; screens have none, metrics do', async () => {
  const limit = rateLimiter({ reads: 1, uploads: 1, address: 100 })
  const upload = from('192.0.2.1', token('a'), '/api/v1/ingest/sarif?source=x')
  assert.equal((await limit(from('192.0.2.1', token('a'))))?.isOver, false)
  assert.equal((await limit(upload))?.isOver, false)
  assert.equal((await limit(upload))?.isOver, true)
  assert.equal(await limit(from('192.0.2.1', {}, '/findings')), undefined)
  assert.equal(await limit(from('192.0.2.1', {}, '/api/health')), undefined)
  assert.equal((await limit(from('192.0.2.1', {}, '/metrics')))?.limit, 1)
})
