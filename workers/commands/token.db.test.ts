import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTeam } from '#lib/commands/create-team.ts'
import { program } from '#lib/domain/actor.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { TOKEN_USAGE, tokenCommand } from './token.ts'

const { db } = await testDatabase()
const now = new Date('2026-10-07T12:00:00Z')

async function token(...argv: string[]): Promise<string> {
  let output = ''
  const print = (text: string) => {
    output += text
  }
  assert.equal(await tokenCommand({ db, argv, now, print }), 0)
  return output
}
const rowOf = async (id: string) =>
  (await db.sql.query('SELECT kind, name, role, limits, expires_at AS "expiresAt" FROM token WHERE id = $1', [id]))
    .rows[0]

test('a token for a new name makes the source, on record; the text is printed alone, or in JSON', async () => {
  assert.match(await token('create', '--source', 'shop/payments-api'), /^mnt_[\w-]{43}\n$/)
  const made = JSON.parse(await token('create', '--source', 'eu-1', '--kind', 'cluster', '--days', '7', '--json'))
  assert.equal(made.source, 'eu-1')
  assert.equal(made.expiresAt, '2026-10-14T12:00:00.000Z')
  const { rows } = await db.sql.query(
    `SELECT action, actor, detail->>'name' AS name FROM audit_log WHERE action = 'source.created' ORDER BY sequence`,
  )
  assert.deepEqual(rows, [
    { action: 'source.created', actor: 'cli', name: 'shop/payments-api' },
    { action: 'source.created', actor: 'cli', name: 'eu-1' },
  ])
})

test('a read token has the limits that were named, and a name that is not there makes no token', async () => {
  const { id: teamId } = await createTeam(db, { name: 'Payments', by: program('cli'), now })
  const { rows: sources } = await db.sql.query(`SELECT id FROM source WHERE name = 'eu-1'`)
  const limits = ['--team', 'payments', '--environment', 'production', '--source-limit', 'eu-1']
  const { id } = JSON.parse(await token('create', '--read', '--role', 'member', ...limits, '--json'))
  assert.deepEqual(await rowOf(id), {
    kind: 'read',
    name: 'read as member',
    role: 'member',
    limits: { teams: [teamId], sources: [sources[0].id], environments: ['production'] },
    expiresAt: new Date('2027-01-05T12:00:00Z'),
  })
  const before = await token('list', '--json')
  for (const wrong of [
    ['--team', 'nobody'],
    ['--environment', 'moon'],
    ['--source-limit', 'eu-9'],
  ])
    await assert.rejects(token('create', '--read', '--role', 'officer', ...wrong), { code: 'not-found' })
  assert.equal(await token('list', '--json'), before)
})

test('tokens are listed with their state, and revoked by id', async () => {
  const { id } = JSON.parse(await token('create', '--metrics', '--name', 'prometheus', '--days', '3', '--json'))
  const listed = async () => JSON.parse(await token('list', '--json')).find((row: { id: string }) => row.id === id)
  assert.deepEqual([(await listed()).kind, (await listed()).state], ['metrics', 'expiring'])
  assert.match(await token('list'), new RegExp(`${id} .*prometheus.*until 2026-10-10  expiring`))
  assert.deepEqual(JSON.parse(await token('revoke', id, '--json')), { revoked: id })
  assert.equal((await listed()).state, 'revoked')
})

test('wrong use is refused as such, with the usage, and makes nothing', async () => {
  const before = await token('list', '--json')
  for (const argv of [
    [],
    ['make'],
    ['create'],
    ['create', '--source', 'a', '--read'],
    ['create', '--source', 'a', '--kind', 'robot'],
    ['create', '--source', 'a', '--days', '367'],
    ['create', '--source', 'a', '--days', '1.5'],
    ['create', '--source', 'a', '--role', 'admin'],
    ['create', '--metrics', '--team', 'payments'],
    ['create', '--metrics', '--kind', 'cluster'],
    ['create', '--read'],
    ['create', '--read', '--role', 'auditor'],
    ['create', '--read', '--role', 'member'],
    ['create', '--sauce', 'a'],
    ['create', '--metrics', 'extra'],
    ['list', 'extra'],
    ['revoke'],
    ['revoke', 'not-an-id'],
  ])
    await assert.rejects(token(...argv), (error: { code?: string; message: string }) => {
      assert.equal(error.code, 'invalid', argv.join(' '))
      assert.ok(error.message.endsWith(TOKEN_USAGE), argv.join(' '))
      return true
    })
  assert.equal(await token('list', '--json'), before)
})
