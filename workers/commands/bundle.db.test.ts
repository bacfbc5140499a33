import assert from 'node:assert/strict'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ProductError } from '#lib/errors.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { recordStory, STORY_AS_OF } from '#lib/testing/evidence-story.ts'
import { bundleCommand } from './bundle.ts'
import { verifyCommand } from './verify.ts'

const root = await mkdtemp(join(tmpdir(), 'muniment-command-'))
after(() => rm(root, { recursive: true, force: true }))
const { db } = await testDatabase()
await recordStory(db, { withCatalogs: false })

async function run(argv: string[]) {
  let output = ''
  const code = await bundleCommand({
    db,
    argv,
    now: STORY_AS_OF,
    dataDir: join(root, 'data'),
    print: (text) => {
      output += text
    },
  })
  return { code, output }
}

async function verify(argv: string[]) {
  let output = ''
  const code = await verifyCommand({
    argv,
    print: (text) => {
      output += text
    },
  })
  return { code, output }
}

const isWrongUse = (error: unknown) => error instanceof ProductError && error.code === 'invalid'
const DAYS = ['--period', '2026-10-01..2026-10-04']

test('a complete bundle answers 0, goes where it was told to, and verifies with 0', async () => {
  const out = join(root, 'october')
  const { code, output } = await run([...DAYS, '--out', out])
  assert.equal(code, 0, output)
  assert.match(
    output,
    /^bundle 1: \d+ files, \d+ bytes in .*october\nSHA-256 of manifest\.json: [0-9a-f]{64}\nComplete\.\n$/,
  )
  assert.deepEqual((await verify([out])).code, 0)
})

test('as JSON there is one object and nothing else', async () => {
  const { code, output } = await run([...DAYS, '--out', join(root, 'as-json'), '--json'])
  assert.equal(code, 0)
  const { sequence, manifestSha256, completeness } = JSON.parse(output)
  assert.deepEqual([sequence, completeness.status], [2, 'complete'])
  const verified = JSON.parse((await verify([join(root, 'as-json'), '--json'])).output)
  assert.deepEqual([verified.exit, verified.manifestSha256], [0, manifestSha256])
})

test('a month that still runs answers 3 and says what is missing', async () => {
  const { code, output } = await run(['--period', '2026-10'])
  assert.equal(code, 3)
  assert.match(output, /left out: the rest of the period from 2026-10-05T00:15:00\.000Z/)
  const folder = join(root, 'data', 'bundles', '000003')
  const { code: verified, output: said } = await verify([folder])
  assert.equal(verified, 3)
  assert.match(said, /Partial\. What is missing:\n {2}left out: the rest of the period/)
})

test('a changed bundle answers 1 and names the file', async () => {
  await appendFile(join(root, 'october', 'index.csv'), 'x')
  const { code, output } = await verify([join(root, 'october')])
  assert.equal(code, 1)
  assert.match(output, /^TAMPERED: 1 problems\n {2}index\.csv: has/)
})

test('wrong use is refused before anything is made', async () => {
  for (const argv of [[], ['--period', 'soon'], ['--period', '2027-01'], [...DAYS, '--nonsense'], ['2026-10']])
    await assert.rejects(run(argv), isWrongUse, argv.join(' '))
  for (const argv of [[], ['a', 'b'], ['--nonsense'], [join(root, 'not-there')]])
    await assert.rejects(verify(argv), isWrongUse, argv.join(' '))
  const { rows } = await db.sql.query('SELECT count(*) AS n FROM bundle')
  assert.equal(rows[0]?.n, 3)
})
