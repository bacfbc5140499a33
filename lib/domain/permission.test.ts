import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { can, demand, PERMISSIONS } from './permission.ts'
import { ROLES } from './role.ts'

test('docs/access.md says of every permission which roles have it', async () => {
  const text = await readFile('docs/access.md', 'utf8')
  const rows = [...text.matchAll(/^\| `([a-z-]+\.[a-z-]+)` \|(.+)\|$/gm)].map(([, permission, rest = '']) => {
    const [, ...cells] = rest.split('|').map((cell) => cell.trim())
    return [permission, ROLES.filter((_, n) => cells[n] === 'yes')]
  })
  assert.deepEqual(
    rows,
    PERMISSIONS.map((permission) => [permission, ROLES.filter((role) => can(role, permission))]),
  )
})

test('who has no role may do nothing, and a refusal names the roles that may', () => {
  for (const permission of PERMISSIONS) assert.equal(can(undefined, permission), false)
  assert.throws(() => demand({ role: 'member' }, 'audit.manage'), {
    code: 'forbidden',
    message: 'This needs the role admin or officer.',
  })
})
