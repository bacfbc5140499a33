import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { UnreadableDocument } from '#lib/domain/result.ts'
import { parseConstraintText } from './gatekeeper/parse-text.ts'
import { parsePolicyExceptionText } from './policy-exception/parse-text.ts'
import { parsePolicyReportText } from './policy-report/parse-text.ts'

const corpus = fileURLToPath(new URL('../../../shared/fixtures/', import.meta.url))
const now = new Date('2026-11-20T00:00:00Z')
const skip = existsSync(corpus) ? false : 'skipped: no corpus'
const filesIn = (...patterns: string[]) => patterns.flatMap((pattern) => globSync(pattern, { cwd: corpus })).sort()

type Counts = { listed: number; read: number; rejected: number; ignored: number }
type Row = Counts & { file: string; format: string; reason: string }

const FORMATS = {
  'policy-report': (text: Uint8Array): Counts => countsOf(parsePolicyReportText(text, { now })),
  gatekeeper: (text: Uint8Array): Counts => countsOf(parseConstraintText(text, { now })),
  'policy-exception': (text: Uint8Array): Counts => {
    const { exceptions, ...parsed } = parsePolicyExceptionText(text, { now })
    return countsOf({ ...parsed, entries: exceptions.length })
  },
}

const countsOf = ({
  listed,
  entries,
  rejected,
  ignored,
}: {
  listed: number
  entries: number
  rejected: unknown[]
  ignored: { count: number }[]
}): Counts => ({
  listed,
  read: entries,
  rejected: rejected.length,
  ignored: ignored.reduce((sum, { count }) => sum + count, 0),
})

function rowsOf(file: string): Row[] {
  const text = readFileSync(corpus + file)
  return Object.entries(FORMATS).map(([format, parse]) => {
    try {
      return { file, format, reason: '', ...parse(text) }
    } catch (error) {
      assert(error instanceof UnreadableDocument, `${file} as ${format}: ${error}`)
      assert.notEqual(error.message, '')
      return { file, format, reason: error.message, listed: 0, read: 0, rejected: 0, ignored: 0 }
    }
  })
}

test('every Kubernetes file of the corpus is read or refused with a reason, and no entry is lost', { skip }, (t) => {
  const rows = filesIn(
    'kubernetes/**/*.{yaml,json}',
    'ci/kyverno/*.{yaml,json}',
    'ci/_from_docs_and_source/kyverno_*',
  ).flatMap(rowsOf)
  for (const { file, format, listed, read, rejected, ignored } of rows)
    assert.equal(listed, read + rejected + ignored, `${file} as ${format}`)
  for (const { file, format, listed, read, rejected, ignored } of rows.filter(({ reason }) => reason === ''))
    t.diagnostic(
      `${format.padEnd(16)} ${[listed, read, rejected, ignored].map((n) => String(n).padStart(4)).join(' ')}  ${file}`,
    )
  const read = new Set(rows.filter(({ reason }) => reason === '').map(({ file }) => file))
  for (const { file, reason, format } of rows)
    if (!read.has(file) && format === 'policy-report') t.diagnostic(`refused           ${file}: ${reason}`)
})
