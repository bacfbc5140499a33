import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLocalRequest } from './is-local-request.ts'

const headers = { host: 'localhost:3000' }

test('a connection from this machine to an address of this machine is local', () => {
  for (const peer of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
    assert.equal(isLocalRequest(peer, headers), true, peer)
  for (const host of ['127.0.0.1:3000', '[::1]:3000', 'LOCALHOST'])
    assert.equal(isLocalRequest('::1', { host }), true, host)
})

test('a connection from elsewhere is not local, whatever its headers say', () => {
  for (const peer of ['192.0.2.1', '::ffff:192.0.2.1', '10.127.0.0.1', '', undefined])
    assert.equal(isLocalRequest(peer, { ...headers, 'x-forwarded-for': '127.0.0.1' }), false, peer)
  assert.equal(isLocalRequest('192.0.2.1', headers), false)
})

test('what a proxy on this machine passes on is not local, nor what a browser was tricked into asking', () => {
  for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])
    assert.equal(isLocalRequest('127.0.0.1', { ...headers, [name]: '127.0.0.1' }), false, name)
  for (const host of ['muniment.example.com', 'localhost.example.com', undefined])
    assert.equal(isLocalRequest('127.0.0.1', { host }), false, host)
})
