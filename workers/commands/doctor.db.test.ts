import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeAuditRow } from '#lib/commands/write-audit-row.ts'
import { program } from '#lib/domain/actor.ts'
import { readEnv } from '#lib/env.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { doctorCommand } from './doctor.ts'

const { db } = await testDatabase()
const now = new Date('2026-10-07T12:00:00Z')

async function doctor(...argv: string[]): Promise<{ code: number; output: string }> {
  let output = ''
  const print = (text: string) => {
    output += text
  }
  const env = readEnv({ ...process.env, MUNIMENT_SECRET: 'x'.repeat(32) })
  const code = await doctorCommand({ db, env, argv, now, dataDir: env.dataDir, print })
  return { code, output }
}

test('one changed row of the audit log makes the doctor name it, with its number, id, time and action, and exit 1', async () => {
  for (const name of ['a', 'b', 'c'])
    await writeAuditRow(db.sql, { at: now, by: program('cli'), action: 'token.created', object: `token:${name}` })
  assert.equal((await doctor()).code, 0)
  await db.sql.query(`UPDATE audit_log SET detail = '{"name": "another"}' WHERE object = 'token:b'`)
  const { rows } = await db.sql.query<{ sequence: number; id: string }>(
    `SELECT sequence, id FROM audit_log WHERE object = 'token:b'`,
  )
  const { sequence, id } = rows[0] ?? { sequence: 0, id: '' }
  const said = await doctor()
  assert.equal(said.code, 1)
  assert.match(
    said.output,
    new RegExp(`broken at row ${sequence} \\(token\\.created, 2026-10-07T12:00:00\\.000Z, id ${id}\\)`),
  )
  const { code, output } = await doctor('--json')
  assert.equal(code, 1)
  const { ok, auditLog } = JSON.parse(output)
  assert.equal(ok, false)
  assert.deepEqual([auditLog.broken.sequence, auditLog.broken.id], [sequence, id])
})
