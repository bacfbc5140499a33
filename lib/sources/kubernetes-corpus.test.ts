import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'
import type { Result } from '#lib/domain/result.ts'
import { parseDocuments } from './documents.ts'
import { parseConstraints } from './gatekeeper/parse.ts'
import { parsePolicyExceptions } from './policy-exception/parse.ts'
import { parsePolicyReports } from './policy-report/parse.ts'

const corpus = fileURLToPath(new URL('../../../shared/fixtures/', import.meta.url))
const now = new Date('2026-11-20T00:00:00Z')
const skip = existsSync(corpus) ? false : 'skipped: no corpus'
const filesIn = (...patterns: string[]) => patterns.flatMap((pattern) => globSync(pattern, { cwd: corpus })).sort()

type Counted = {
  listed: number
  entries: number
  rejected: { path: string; reason: string }[]
  ignored: { reason: string; count: number }[]
}

const FORMATS: Record<string, (objects: unknown[], places: string[]) => Counted> = {
  'policy-report': (objects, places) => parsePolicyReports(objects, { now, places }),
  gatekeeper: (objects, places) => parseConstraints(objects, { now, places }),
  'policy-exception': (objects, places) => {
    const { exceptions, ...parsed } = parsePolicyExceptions(objects, { now, places })
    return { ...parsed, entries: exceptions.length }
  },
}

function read(file: string, parse: (objects: unknown[], places: string[]) => Counted) {
  const { objects, rejected } = parseDocuments(readFileSync(corpus + file))
  const parsed = parse(
    objects.map(({ value }) => value),
    objects.map(({ place }) => place),
  )
  const refused = [...rejected, ...parsed.rejected]
  const ignored = parsed.ignored.reduce((sum, { count }) => sum + count, 0)
  return { listed: parsed.listed + rejected.length, entries: parsed.entries, refused, ignored }
}

test('every entry of every Kubernetes file of the corpus is read, or left out with its place and a reason', {
  skip,
}, (t) => {
  const files = filesIn(
    'kubernetes/**/*.{yaml,json}',
    'ci/kyverno/*.{yaml,json}',
    'ci/_from_docs_and_source/{kyverno,gator}_*',
  )
  for (const file of files)
    for (const [format, parse] of Object.entries(FORMATS)) {
      const { listed, entries, refused, ignored } = read(file, parse)
      assert.equal(listed, entries + refused.length + ignored, `${file} as ${format}`)
      assert(
        refused.every(({ path, reason }) => path !== '' && reason !== ''),
        `${file} as ${format}`,
      )
      const counts = [listed, entries, refused.length, ignored].map((count) => String(count).padStart(4))
      if (entries > 0) t.diagnostic(`${format.padEnd(16)} ${counts.join(' ')}  ${file}`)
      else if (format === 'policy-report' && refused[0])
        t.diagnostic(`no report        ${counts.join(' ')}  ${file}: ${refused[0].reason}`)
    }
})

/** Counted apart from our own reading: every element of a `results` list, at any depth, of any document. */
function countResults(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + countResults(item), 0)
  if (typeof value !== 'object' || value === null) return 0
  if ('results' in value && Array.isArray(value.results)) return value.results.length
  return 'items' in value ? countResults(value.items) : 0
}

test('every result of every report of the corpus is listed, and no two of a report share an identity', {
  skip,
}, (t) => {
  const files = filesIn('kubernetes/{policyreport,openreports}/*.yaml', 'ci/kyverno/*report*.yaml').filter(
    (file) => !file.includes('ephemeral'),
  )
  const totals = { files: files.length, listed: 0, results: 0 }
  for (const file of files) {
    const text = readFileSync(corpus + file)
    const { listed, results } = parsePolicyReports(
      parseDocuments(text).objects.map(({ value }) => value),
      { now },
    )
    const documents = parseAllDocuments(text.toString())
    const counted = Array.isArray(documents) ? countResults(documents.map((document) => document.toJS())) : 0
    assert.equal(listed, counted, file)
    assert.equal(new Set(results.map(identityOf)).size, results.length, file)
    totals.listed += listed
    totals.results += results.length
  }
  t.diagnostic(JSON.stringify(totals))
})

const identityOf = ({ entry, check, subject, part }: Result): string => JSON.stringify([entry, check, subject, part])
