import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FindingFilter } from '#lib/domain/finding-filter.ts'
import { parseSearch } from './parse-search.ts'

test('what does not fit falls back to its default and is named; the rest counts', () => {
  const { search, ignored } = parseSearch(FindingFilter, {
    severity: 'hgih',
    sort: 'name',
    source: 'prod',
    after: 'junk',
  })
  assert.deepEqual([search.severity, search.sort, search.source, search.after], [undefined, 'worst', 'prod', undefined])
  assert.deepEqual(ignored.sort(), ['after', 'severity', 'sort'])
})

test('what fits is taken as it is', () => {
  assert.deepEqual(parseSearch(FindingFilter, { severity: ['high', 'low'] }).ignored, [])
  assert.deepEqual(parseSearch(FindingFilter, { unheard: 'of' }).ignored, [])
})
