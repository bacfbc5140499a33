import assert from 'node:assert/strict'
import { test } from 'node:test'
import { partState } from '#lib/controls/derive-state.ts'
import type { ControlInputs, VerdictProfile } from './control-inputs.ts'
import { controlParts } from './control-parts.ts'
import { controlTallies } from './control-tallies.ts'

const NOW = Date.parse('2026-03-10T12:00:00Z')
const controls = [{ framework: 'soc2', controlId: 'CC6.8' }]
const link = (mappingId: string, isPrefix = false) => ({ mappingId, isPrefix, framework: 'soc2', controlId: 'CC6.8' })
const profile = (verdicts: Partial<VerdictProfile>): VerdictProfile => ({
  sourceId: 1,
  feedId: 1,
  subjects: 1,
  pass: [],
  skip: [],
  excepted: [],
  fail: [],
  warn: [],
  error: [],
  ...verdicts,
})
const feed = { sourceId: 1, feedId: 1, kind: 'cluster', environment: 'production', lastCompleteAt: new Date(NOW) }
const inputs = (profiles: VerdictProfile[]): ControlInputs => ({
  feeds: [feed],
  profiles,
  openSince: [],
  reported: [],
  checkMappings: [{ checkId: 7, mappingId: 'a' }],
  mappingControls: [link('a')],
  controls,
  mappingVersion: 'v1',
})

test('an error beside a warning is not lost where warnings do not count as failures', () => {
  const given = inputs([profile({ warn: [7], error: [7] })])
  const { environments } = controlTallies(given, controlParts(given, new Set()), NOW)
  const found = environments.get('production')?.[0]
  assert.ok(found)
  assert.equal(partState({ kind: 'check', tally: found.tally }, NOW).st, 'fail')
  assert.equal(partState({ kind: 'check', tally: found.tally, warnCountsAsFail: false }, NOW).st, 'incomplete')
})

test('several findings of one check on one subject are one failure', () => {
  const given = inputs([profile({ fail: [7, 7, 7], warn: [7], subjects: 4 })])
  const { environments } = controlTallies(given, controlParts(given, new Set()), NOW)
  assert.deepEqual(environments.get('production')?.[0]?.tally.fresh, {
    pass: 0,
    fail: 4,
    warn: 0,
    error: 0,
    excepted: 0,
  })
})

test('a part is supporting only where every entry that links it to the control is', () => {
  const links = {
    checkMappings: [
      { checkId: 7, mappingId: 'strong' },
      { checkId: 7, mappingId: 'weak' },
      { checkId: 8, mappingId: 'weak' },
    ],
    mappingControls: [link('strong'), link('weak')],
    controls,
  }
  const { parts, partsOfControl } = controlParts(links, new Set(['weak']))
  assert.deepEqual(parts, [{ checkId: 7 }, { checkId: 8 }])
  assert.deepEqual(partsOfControl, [
    [
      { part: 0, required: true },
      { part: 1, required: false },
    ],
  ])
})
