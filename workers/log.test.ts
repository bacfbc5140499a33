import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from './log.ts'

test('neither a message, nor an error, nor a value under the name of a secret brings one into the log', () => {
  const lines: string[] = []
  const log = createLog('worker', { write: (line: string) => void lines.push(line) })
  const url = 'postgres://muniment:hunter22@db/muniment'
  log.error({ err: new Error(`cannot reach ${url}`) }, `token mnt_hunter22hunter22 was sent to ${url}`)
  log.warn(
    { provider: { secret: 'hunter22' }, request: { headers: 'authorization: Bearer hunter22hunter22' } },
    'refused',
  )
  assert.equal(lines.length, 2)
  assert.doesNotMatch(lines.join(''), /hunter22/)
  assert.match(lines[0] ?? '', /cannot reach postgres:\/\/muniment:\[redacted\]@db/)
  for (const line of lines) assert.equal(JSON.parse(line).program, 'worker')
})
