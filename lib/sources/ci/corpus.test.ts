import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Parsed, UnreadableDocument } from '#lib/domain/result.ts'
import { subjectText } from '#lib/domain/subject-key.ts'
import { detectFormat } from '#lib/sources/detect-format.ts'
import { parseJUnit } from '#lib/sources/junit/parse.ts'
import { parseSarif } from '#lib/sources/sarif/parse.ts'
import { decodeText } from '#lib/sources/text-encoding.ts'

const CORPUS = fileURLToPath(new URL('../../../../shared/fixtures/ci', import.meta.url))
const NOW = new Date('2026-11-20T00:00:00Z')
const MAX_SECONDS = 10

type File = { path: string; folder: string; bytes: Buffer; text: string }

const skip = existsSync(CORPUS) ? false : 'skipped: no corpus'

function listFiles(): File[] {
  return readdirSync(CORPUS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => {
      const full = `${entry.parentPath}/${entry.name}`
      const bytes = readFileSync(full)
      return {
        path: relative(CORPUS, full),
        folder: relative(CORPUS, entry.parentPath),
        bytes,
        text: decodeText(bytes),
      }
    })
}

/** What a parser made of a file; anything but results or a reason fails the test. */
function attempt(file: File, parse: () => Parsed[]): Parsed[] | string {
  const started = performance.now()
  try {
    return parse()
  } catch (error) {
    assert.ok(error instanceof UnreadableDocument, `${file.path}: ${error}`)
    assert.ok(error.message.length > 10, file.path)
    return error.message
  } finally {
    assert.ok(performance.now() - started < MAX_SECONDS * 1000, `${file.path} took too long`)
  }
}

const sarif = (file: File): Parsed[] | string => attempt(file, () => parseSarif(file.text, { now: NOW }))
const junit = (file: File): Parsed[] | string => attempt(file, () => [parseJUnit(file.bytes)])

function assertSound(file: File, parsed: Parsed): void {
  const { listed, entries, rejected, ignored, results } = parsed
  assert.equal(listed, entries + rejected.length + ignored.reduce((sum, { count }) => sum + count, 0), file.path)
  for (const { path, reason } of rejected) assert.ok(path && reason, file.path)
  const keys = results.map(({ check, subject, part }) =>
    [check.engine, check.policy, check.rule, subjectText(subject), part].join('\0'),
  )
  assert.equal(new Set(keys).size, keys.length, `${file.path}: two results share a key`)
  for (const { check, subject, message } of results) {
    assert.ok(check.policy && subject.kind && subject.name, file.path)
    assert.ok(Buffer.byteLength(message) <= 4096, file.path)
  }
  const names = parsed.exceptions.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length, `${file.path}: two exceptions share a name`)
}

function tabulate(context: TestContext, rows: { folder: string; outcome: Parsed[] | string }[]): void {
  for (const [folder, group] of Map.groupBy(rows, ({ folder }) => folder)) {
    const read = group.flatMap(({ outcome }) => (typeof outcome === 'string' ? [] : outcome))
    const sum = (of: (parsed: Parsed) => number): number => read.reduce((total, parsed) => total + of(parsed), 0)
    const refused = group.filter(({ outcome }) => typeof outcome === 'string').length
    const counts = `listed ${sum(({ listed }) => listed)}, entries ${sum(({ entries }) => entries)}, rejected ${sum(({ rejected }) => rejected.length)}`
    const partial = read.filter(({ partial }) => partial).length
    context.diagnostic(`${folder.padEnd(24)} files ${group.length}, refused ${refused}, ${counts}, partial ${partial}`)
  }
}

test('every SARIF file of the corpus is read or refused with a reason, and no result goes missing', {
  skip,
}, (context) => {
  const files = listFiles().filter((file) => detectFormat(file.text) === 'sarif')
  assert.ok(files.length >= 90)
  const rows = files.map((file) => ({ file, folder: file.folder, outcome: sarif(file) }))
  for (const { file, outcome } of rows) {
    if (typeof outcome === 'string') continue
    for (const parsed of outcome) assertSound(file, parsed)
    const document: { runs: { results?: unknown[] }[] } = JSON.parse(file.text)
    const expected = document.runs.reduce((sum, { results }) => sum + (results?.length ?? 0), 0)
    assert.equal(
      outcome.reduce((sum, { listed }) => sum + listed, 0),
      expected,
      file.path,
    )
  }
  tabulate(context, rows)
})

test('every JUnit file of the corpus is read or refused with a reason, and no test case goes missing', {
  skip,
}, (context) => {
  const files = listFiles().filter((file) => file.path.startsWith('junit/') || detectFormat(file.text) === 'junit')
  assert.ok(files.length >= 110)
  const rows = files.map((file) => ({ file, folder: file.folder, outcome: junit(file) }))
  for (const { file, outcome } of rows) {
    if (typeof outcome === 'string') continue
    for (const parsed of outcome) assertSound(file, parsed)
    const bare = file.text.replace(/<!--.*?-->/gs, '').replace(/<!\[CDATA\[.*?\]\]>/gs, '')
    if (!outcome.some(({ partial }) => partial?.includes('XML'))) {
      assert.equal(outcome[0]?.listed, bare.match(/<testcase[\s/>]/g)?.length ?? 0, file.path)
    }
  }
  tabulate(context, rows)
})

test('a file given to the wrong parser is refused with a reason, whatever it is', { skip }, () => {
  for (const file of listFiles()) {
    const format = detectFormat(file.text)
    if (format !== 'sarif') assert.equal(typeof sarif(file), 'string', file.path)
    if (format !== 'junit') assert.equal(typeof junit(file), 'string', file.path)
  }
})

test('the beginning of a file tells its format as well as the whole of it', { skip }, () => {
  for (const file of listFiles()) {
    const [head, whole] = [detectFormat(file.text.slice(0, 64 * 1024)), detectFormat(file.text)]
    if (typeof whole === 'string') assert.equal(head, whole, file.path)
    else assert.ok(typeof head !== 'string' && head.unknown, file.path)
  }
})

test('no file of the corpus makes a parser load an entity', { skip }, () => {
  const files = listFiles().filter(({ text }) => /<!(?:DOCTYPE|ENTITY)/.test(text))
  assert.ok(files.length >= 2)
  for (const file of files) assert.equal(typeof junit(file), 'string', file.path)
})

test('what is cut anywhere still ends in results or a reason', { skip }, () => {
  const samples = listFiles().filter(({ bytes, path }) => bytes.length < 20_000 && /junit|\.sarif$/.test(path))
  for (const file of samples) {
    for (const share of [0.25, 0.5, 0.9]) {
      const text = file.text.slice(0, Math.floor(file.text.length * share))
      const cut = { ...file, text, bytes: Buffer.from(text) }
      sarif(cut)
      const read = junit(cut)
      if (typeof read !== 'string') for (const parsed of read) assertSound(cut, parsed)
    }
  }
})
