import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import { can, PERMISSIONS, type Permission } from '#lib/domain/permission.ts'
import { ROLES } from '#lib/domain/role.ts'
import { ProductError } from '#lib/errors.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { person } from '#lib/testing/person.ts'

/** Commands that ask for no permission, with the reason. */
const UNGATED: Record<string, string> = {
  acceptToken: 'finds out who asks',
  acceptWorkload: 'finds out who asks',
  assignOwnership: 'the worker, by the rules that somebody was allowed to set',
  checkAuditPlan: 'part of commands that ask',
  describeAuditPlan: 'part of commands that ask',
  forgetTokenUses: 'the worker',
  ingestDocuments: 'the door has checked the token and its source',
  lockAudit: 'part of commands that ask',
  lockUser: 'part of commands that ask',
  loadCatalogs: 'the program, with data that ships with it',
  matchMappings: 'the worker',
  parseDocument: 'pure',
  parseKubernetesObjects: 'pure',
  recordNamespaces: 'the worker',
  refuseSecondBundle: 'part of commands that ask',
  writeAuditRow: 'part of every command',
  writeUserAccess: 'part of commands that ask',
}

const { db } = await testDatabase()
const commands = await gatedCommands()

test('every command asks for a permission that is in the table, or says why it needs none', () => {
  const unknown = commands.filter(({ permission }) => permission && !PERMISSIONS.some((one) => one === permission))
  assert.deepEqual(unknown, [])
  const ungated = commands.filter(({ name, permission }) => !permission && !UNGATED[name]).map(({ name }) => name)
  assert.deepEqual(ungated, [])
  assert.ok(commands.filter(({ permission }) => permission).length > 5)
})

test('a role without the permission is refused before anything is read or written, and nobody else is', async (t) => {
  for (const { name, permission, run } of commands) {
    if (!permission) continue
    const cells: string[] = []
    for (const role of ROLES) {
      const before = await rowsOfRecords()
      const error = await run(db, { by: person(`${role}@example.com`, role), now: new Date() }).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      const isForbidden =
        error instanceof ProductError && error.code === 'forbidden' && /needs the role/.test(error.message)
      assert.equal(isForbidden, !can(role, permission), `${name} as ${role}`)
      if (isForbidden) assert.equal(await rowsOfRecords(), before, `${name} as ${role}`)
      cells.push(`${role} ${isForbidden ? 'refused' : 'allowed'}`)
    }
    t.diagnostic(`${name.padEnd(24)} ${permission.padEnd(16)} ${cells.join(' | ')}`)
  }
})

type Command = {
  name: string
  permission: Permission | undefined
  run: (db: unknown, change: object) => Promise<unknown>
}

async function gatedCommands(): Promise<Command[]> {
  const found: Command[] = []
  for (const file of (await readdir('lib/commands')).sort()) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
    const exported = (await import(`./${file}`)) as Record<string, unknown>
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value !== 'function' || /^[A-Z]/.test(name)) continue
      const permission = /demand\(\s*by,\s*'([\w.-]+)'/.exec(value.toString())?.[1] as Permission | undefined
      found.push({ name, permission, run: async (...given) => value(...given) })
    }
  }
  return found
}

async function rowsOfRecords(): Promise<string> {
  const { rows } = await db.sql.query(
    `SELECT (SELECT sequence FROM audit_head) AS log, (SELECT count(*) FROM "user") AS users, (SELECT count(*) FROM token) AS tokens,
       (SELECT count(*) FROM team) AS teams, (SELECT count(*) FROM audit) AS audits, (SELECT count(*) FROM bundle) AS bundles,
       (SELECT count(*) FROM source) AS sources, (SELECT count(*) FROM trust_rule) AS trust_rules`,
  )
  return JSON.stringify(rows)
}
