import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { appendFile, cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { after, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { EVERYTHING } from '#lib/domain/scope.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { recordStory, STORY_AS_OF, STORY_CLUSTER, STORY_PERIOD } from '#lib/testing/evidence-story.ts'
import { packBundle } from './pack-bundle.ts'
import { verifyBundle } from './verify-bundle.ts'
import { writeBundle } from './write-bundle.ts'

const root = await mkdtemp(join(tmpdir(), 'muniment-verify-'))
after(() => rm(root, { recursive: true, force: true }))
const { db } = await testDatabase()
await recordStory(db, { withCatalogs: false })
const options = { period: STORY_PERIOD, asOf: STORY_AS_OF, scope: EVERYTHING }
const whole = await writeBundle(db, { ...options, out: join(root, 'whole') })
const SOURCE_DAY = 'results/a_.._.._etc_prod/2026-10-03.ndjson.gz'

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')
const isInstalled = (tool: string) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0
/** The ways verify.sh can read the manifest, as far as they are installed here. */
const READERS = ['sed', ...['jq', 'python3'].filter(isInstalled)]

function runScript(folder: string, reader: string) {
  const run = spawnSync('sh', [join(folder, 'verify.sh')], {
    env: { ...process.env, VERIFY_READER: reader },
    encoding: 'utf8',
  })
  return { status: run.status, output: `${run.stdout}${run.stderr}` }
}

let copies = 0
async function harmed(harm: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = join(root, `copy-${++copies}`)
  await cp(whole.path, folder, { recursive: true })
  await harm(folder)
  return folder
}

async function flipByte(folder: string, path: string): Promise<Buffer> {
  const bytes = await readFile(join(folder, path))
  const at = Math.floor(bytes.length / 2)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(join(folder, path), bytes)
  return bytes
}

async function edit(folder: string, path: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(join(folder, path), 'utf8')
  const changed = change(text)
  assert.notEqual(changed, text, 'the edit changed nothing')
  await writeFile(join(folder, path), changed)
}

const replaceHash = (folder: string, path: string, hash: string) =>
  edit(folder, 'SHA256SUMS', (text) => text.replace(new RegExp(`^[0-9a-f]{64}(  ${path})$`, 'm'), `${hash}$1`))

const TAMPERED: Record<string, (folder: string) => Promise<unknown>> = {
  'one flipped byte': (folder) => flipByte(folder, SOURCE_DAY),
  'one flipped byte and SHA256SUMS rewritten to match': async (folder) =>
    replaceHash(folder, SOURCE_DAY, sha256(await flipByte(folder, SOURCE_DAY))),
  'SHA256SUMS changed alone': (folder) => replaceHash(folder, SOURCE_DAY, '0'.repeat(64)),
  'SHA256SUMS changed, and its hash in the manifest to match': async (folder) => {
    await replaceHash(folder, SOURCE_DAY, '0'.repeat(64))
    const hash = sha256(await readFile(join(folder, 'SHA256SUMS')))
    await edit(folder, 'manifest.json', (text) =>
      text.replace(/("path":"SHA256SUMS","size":\d+,"sha256":")[0-9a-f]{64}/, `$1${hash}`),
    )
  },
  'a status word changed in the index': (folder) =>
    edit(folder, 'index.html', (text) => text.replace('complete', 'Complete')),
  'a file that is missing': (folder) => rm(join(folder, 'coverage/counts.json')),
  'a source day taken out, of SHA256SUMS too': async (folder) => {
    await rm(join(folder, SOURCE_DAY))
    await edit(folder, 'SHA256SUMS', (text) => text.replace(new RegExp(`^.*  ${SOURCE_DAY}\n`, 'm'), ''))
  },
  'a file more': (folder) => writeFile(join(folder, 'controls-2.json'), '{}'),
  'a hidden file more, deep inside': (folder) => writeFile(join(folder, 'coverage/.note'), ''),
  'a signature nobody made': async (folder) => {
    await mkdir(join(folder, 'signatures'))
    await writeFile(join(folder, 'signatures/manifest.json.sig'), 'x')
  },
  'a symbolic link more': (folder) => symlink('/etc/passwd', join(folder, 'link.txt')),
  'a file replaced by a link to the same bytes': async (folder) => {
    await rename(join(folder, 'index.csv'), join(root, `moved-${copies}`))
    await symlink(join(root, `moved-${copies}`), join(folder, 'index.csv'))
  },
  'a name with a line break': (folder) => writeFile(join(folder, 'README.txt\nindex.html'), ''),
  'a name with control characters': (folder) => writeFile(join(folder, '\u001b[2Jx'), ''),
  'a hash changed in the manifest': (folder) =>
    edit(folder, 'manifest.json', (text) =>
      text.replace(/("path":"index.csv","size":\d+,"sha256":")[0-9a-f]{64}/, `$1${'0'.repeat(64)}`),
    ),
  'an entry taken out of the manifest': (folder) =>
    edit(folder, 'manifest.json', (text) => text.replace(/^ {4}\{"path":"index.csv".*\n/m, '')),
  'an entry listed twice': (folder) =>
    edit(folder, 'manifest.json', (text) => text.replace(/^( {4}\{"path":"index.csv".*\n)/m, '$1$1')),
  'a path that leads out of the bundle': (folder) =>
    edit(folder, 'manifest.json', (text) => text.replace('"path":"index.csv"', '"path":"../index.csv"')),
  'complete beside an omission': (folder) =>
    edit(folder, 'manifest.json', (text) =>
      text.replace('"omissions":[]', '"omissions":[{"what":"x","from":null,"to":null,"reason":"y"}]'),
    ),
  'partial without anything named': (folder) =>
    edit(folder, 'manifest.json', (text) => text.replace('"status":"complete"', '"status":"partial"')),
  'a manifest cut short': (folder) => edit(folder, 'manifest.json', (text) => text.slice(0, text.length / 2)),
  'no manifest': (folder) => rm(join(folder, 'manifest.json')),
  'a manifest that is a link': async (folder) => {
    await rename(join(folder, 'manifest.json'), join(root, 'manifest-elsewhere'))
    await symlink(join(root, 'manifest-elsewhere'), join(folder, 'manifest.json'))
  },
  'no SHA256SUMS': (folder) => rm(join(folder, 'SHA256SUMS')),
}

test('an untouched bundle verifies, by the program, by every way of verify.sh and by sha256sum', async () => {
  const { exit, problems, files, bytes, manifestSha256 } = await verifyBundle(whole.path)
  assert.deepEqual([exit, problems, files, bytes], [0, [], whole.files, whole.bytes])
  assert.equal(manifestSha256, whole.manifestSha256)
  for (const reader of READERS) {
    const { status, output } = runScript(whole.path, reader)
    assert.equal(status, 0, `${reader}: ${output}`)
    assert.ok(output.includes(whole.manifestSha256))
  }
  const sums = spawnSync('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: whole.path, encoding: 'utf8' })
  assert.equal(sums.status, 0, sums.stderr)
})

test('SHA256SUMS lists every file but itself and the manifest', async () => {
  const listed = (await readFile(join(whole.path, 'SHA256SUMS'), 'utf8')).trim().split('\n')
  assert.equal(listed.length, whole.files - 2)
})

/** What concerns the manifest is read by each of them; the rest takes turns. */
const readersOf = (name: string, at: number) =>
  /manifest|listed|complete|partial/.test(name) ? READERS : [READERS[at % READERS.length] ?? 'sed']

for (const [at, [name, harm]] of Object.entries(TAMPERED).entries())
  test(`${name}: tampered`, async () => {
    const folder = await harmed(harm)
    const { exit, problems } = await verifyBundle(folder)
    assert.equal(exit, 1)
    assert.ok(problems.length > 0)
    assert.ok(
      problems.every((problem) => /^[\x20-\x7e]+$/.test(problem)),
      'problems are plain text',
    )
    for (const reader of readersOf(name, at)) {
      const { status, output } = runScript(folder, reader)
      assert.equal(status, 1, `${reader}: ${output}`)
      assert.ok(!output.includes('\u001b'), 'the script prints plain text')
    }
  })

test('the problems name the files', async () => {
  const changed = await verifyBundle(await harmed((folder) => flipByte(folder, SOURCE_DAY)))
  assert.deepEqual(changed.problems, [`${SOURCE_DAY}: changed`])
  const longer = await verifyBundle(await harmed((folder) => appendFile(join(folder, 'index.csv'), 'x')))
  assert.match(longer.problems[0] ?? '', /^index\.csv: has \d+ bytes, not \d+$/)
  const more = await verifyBundle(await harmed((folder) => writeFile(join(folder, 'more.txt'), '')))
  assert.deepEqual(more.problems, ['more.txt: is not in manifest.json'])
})

test('what is no folder and no archive is wrong use, not a verdict', async () => {
  await assert.rejects(verifyBundle(join(root, 'nothing')), /is no folder/)
})

test('an archive verifies like its folder, and the same folder gives the same archive', async () => {
  const packed = async (name: string, folder = whole.path) => {
    await pipeline(await packBundle(folder, 'bundle-1'), createWriteStream(join(root, name)))
    return readFile(join(root, name))
  }
  const [first, second] = [await packed('a.tar.gz'), await packed('b.tar.gz')]
  assert.ok(first.equals(second))
  const { exit, files, manifestSha256 } = await verifyBundle(join(root, 'a.tar.gz'))
  assert.deepEqual([exit, files, manifestSha256], [0, whole.files, whole.manifestSha256])

  const bytes = gunzipSync(first)
  const at = bytes.indexOf('Completeness')
  bytes[at] = 0x63
  await writeFile(join(root, 'c.tar.gz'), gzipSync(bytes))
  assert.ok((await verifyBundle(join(root, 'c.tar.gz'))).problems.some((problem) => /: changed$/.test(problem)))
  await writeFile(join(root, 'd.tar.gz'), first.subarray(0, first.length / 2))
  const cut = await verifyBundle(join(root, 'd.tar.gz'))
  assert.equal(cut.exit, 1)
  assert.match(cut.problems.join(), /cannot be read/)
})

test('an archive with a link or a path out of it is tampered, and writes nothing', async () => {
  const archive = pack()
  archive.entry({ name: 'b/link', type: 'symlink', linkname: '/etc/passwd' })
  archive.entry({ name: 'b/../../out.txt' }, 'x')
  archive.entry({ name: 'b/manifest.json' }, '{}')
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  await writeFile(join(root, 'hostile.tar.gz'), gzipSync(Buffer.concat(chunks)))
  const { exit, problems } = await verifyBundle(join(root, 'hostile.tar.gz'))
  assert.equal(exit, 1)
  assert.ok(problems.some((problem) => problem === 'b/link: is no plain file'))
  assert.ok(problems.some((problem) => /\.\..*: is no name of a bundle/.test(problem)))
})

test('a bundle whose source day is missing in the database is intact and partial, with the gap named', async () => {
  await db.sql.query(`DELETE FROM scan WHERE observed_at = '2026-10-03T06:00:00Z'`)
  const { path } = await writeBundle(db, { ...options, out: join(root, 'partial') })
  const { exit, problems, gaps } = await verifyBundle(path)
  assert.deepEqual([exit, problems], [3, []])
  const missing = gaps.filter(({ reason }) => reason === 'no scan')
  assert.deepEqual(
    missing.map(({ source, from, to }) => [source, from, to]),
    [[STORY_CLUSTER, '2026-10-03T00:00:00.000Z', '2026-10-04T00:00:00.000Z']],
  )
  for (const reader of READERS) {
    const { status, output } = runScript(path, reader)
    assert.equal(status, 3, `${reader}: ${output}`)
    assert.match(output, /etc: prod.*policy-report.*2026-10-03T00:00:00\.000Z.*no scan/)
  }
  await edit(path, 'coverage/sources.json', (text) => text.replaceAll('no scan', 'no scam'))
  assert.equal((await verifyBundle(path)).exit, 1)
})
