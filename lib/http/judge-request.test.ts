import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeRequest } from './judge-request.ts'
import { SERVER_LIMITS } from './server-limits.ts'

const MIB = 1024 * 1024
const status = (method: string, url: string, headers = {}) =>
  judgeRequest({ method, url, headers }, SERVER_LIMITS)?.status

test('a form may have a mebibyte and says how long it is; an upload may have 250 and need not', () => {
  assert.equal(status('POST', '/sign-in', { 'content-length': String(MIB) }), undefined)
  assert.equal(status('POST', '/sign-in', { 'content-length': String(MIB + 1) }), 413)
  assert.equal(status('POST', '/sign-in', { 'transfer-encoding': 'chunked' }), 411)
  assert.equal(status('POST', '/api/v1/ingest/sarif', { 'content-length': String(250 * MIB) }), undefined)
  assert.equal(status('POST', '/api/v1/ingest/sarif', { 'content-length': String(250 * MIB + 1) }), 413)
  assert.equal(status('POST', '/api/v1/ingest/sarif', { 'transfer-encoding': 'chunked' }), undefined)
})

test('a body of a request that reads is bounded as well', () => {
  assert.equal(status('GET', '/findings', { 'content-length': String(2 * MIB) }), 413)
  assert.equal(status('GET', '/findings', { 'content-length': '0' }), undefined)
})

test('only the methods of the web, and only addresses of this server, are passed on', () => {
  assert.equal(status('TRACE', '/'), 405)
  assert.equal(status('PROPFIND', '/'), 405)
  assert.equal(status('GET', 'http://elsewhere.example/'), 400)
  assert.equal(status('GET', '//elsewhere.example/'), 400)
  assert.equal(status('OPTIONS', '*'), 400)
  assert.equal(status('GET', '/findings?q=//'), undefined)
})
