import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Parsed, Result } from '#lib/domain/result.ts'
import { parseSarif } from './parse.ts'

const NOW = new Date('2026-11-20T00:00:00Z')

type Run = { name?: string; rules?: unknown; extensions?: unknown; [property: string]: unknown }
function parse(results: unknown[], { name = 'tool', rules, extensions, ...run }: Run = {}): Parsed {
  const runs = [{ tool: { driver: { name, rules }, extensions }, results, ...run }]
  const [parsed] = parseSarif(JSON.stringify({ version: '2.1.0', runs }), { now: NOW })
  assert.ok(parsed)
  return parsed
}
function only(result: object, run: Run = {}): Result {
  const [read] = parse([result], run).results
  assert.ok(read)
  return read
}

test('a rule is found by index, by id, by part of a hierarchical id, and in extensions', () => {
  const rules = [
    { id: 'CA5350', shortDescription: { text: 'weak hash' } },
    { id: 'main', shortDescription: { text: 'second' } },
  ]
  const extensions = [
    { name: 'pack', guid: 'g-1', rules: [{ id: 'py/eval', guid: 'g-2', shortDescription: { text: 'eval' } }] },
  ]
  const title = (result: object): string | undefined => only(result, { rules, extensions }).check.title

  assert.equal(title({ ruleIndex: 1 }), 'second')
  assert.equal(title({ ruleId: 'main' }), 'second')
  assert.equal(title({ ruleId: 'CA5350/md5' }), 'weak hash')
  assert.equal(title({ ruleId: 'main/deny', ruleIndex: 1 }), 'second')
  assert.equal(title({ ruleId: 'py/eval' }), 'eval')
  assert.equal(title({ rule: { index: 0, toolComponent: { index: 0 } } }), 'eval')
  assert.equal(title({ rule: { id: 'py/eval', toolComponent: { name: 'pack' } } }), 'eval')
  assert.equal(title({ rule: { guid: 'g-2', toolComponent: { guid: 'g-1' } } }), 'eval')
  assert.equal(title({ ruleId: 'py/eval', ruleIndex: 0 }), 'eval')
})

test('the check is the id as written, else that of the rule, else one name for all without', () => {
  const rules = [{ id: 'CA5350' }]
  assert.equal(only({ ruleId: 'CA5350/md5' }, { rules }).check.policy, 'CA5350/md5')
  assert.equal(only({ ruleIndex: 0 }, { rules }).check.policy, 'CA5350')
  assert.equal(only({ message: { text: 'no rule' } }).check.policy, 'unspecified')
})

test('the level is stated, else configured for the invocation, else the default of the rule, else warning', () => {
  const rules = [{ id: 'a', defaultConfiguration: { level: 'error' } }, { id: 'b' }]
  const invocations = [
    { ruleConfigurationOverrides: [{ descriptor: { id: 'a' }, configuration: { level: 'note' } }] },
    { ruleConfigurationOverrides: [] },
  ]
  const severity = (result: object, more: Run = {}): string => only(result, { rules, ...more }).severity
  assert.equal(severity({ ruleId: 'a', level: 'warning' }), 'medium')
  assert.equal(severity({ ruleId: 'a/sub' }, { invocations: invocations.slice(0, 1) }), 'low')
  assert.equal(severity({ ruleId: 'a', provenance: { invocationIndex: 0 } }, { invocations }), 'low')
  assert.equal(severity({ ruleId: 'a', provenance: { invocationIndex: 1 } }, { invocations }), 'high')
  assert.equal(severity({ ruleId: 'a' }, { invocations }), 'high')
  assert.equal(severity({ ruleId: 'a' }), 'high')
  assert.equal(severity({ ruleId: 'b' }), 'medium')
})

test('kinds and levels come to the outcomes of the table', () => {
  const serious = { properties: { 'security-severity': '7.5' } }
  const table: [object, string][] = [
    [{ kind: 'pass' }, 'pass'],
    [{ kind: 'notApplicable' }, 'skip'],
    [{ kind: 'informational' }, 'skip'],
    [{ kind: 'review' }, 'warn'],
    [{ kind: 'open' }, 'warn'],
    [{ level: 'error' }, 'fail'],
    [{ kind: 'fail', level: 'error' }, 'fail'],
    [{ level: 'warning' }, 'warn'],
    [{ level: 'warning', ...serious }, 'fail'],
    [{ level: 'warning', properties: { severity: 'medium' } }, 'fail'],
    [{ level: 'warning', properties: { severity: 'low' } }, 'warn'],
    [{ level: 'note', ...serious }, 'warn'],
    [{ level: 'none' }, 'skip'],
    [{ kind: 'fail', level: 'none' }, 'warn'],
    [{}, 'warn'],
  ]
  for (const [result, outcome] of table) {
    assert.equal(only({ ruleId: 'a', ...result }).outcome, outcome, JSON.stringify(result))
  }
})

test('a warning whose severity is only derived from its level is not a failure', () => {
  const warned = only({ ruleId: 'a', level: 'warning' })
  assert.deepEqual([warned.outcome, warned.severity], ['warn', 'medium'])
})

test('a severity in words or numbers, of the result or of the rule, wins over the level', () => {
  const rules = [
    { id: 'a', properties: { 'security-severity': '9.8' } },
    { id: 'b', properties: { 'security-severity': 'high' } },
  ]
  assert.equal(only({ ruleId: 'a', level: 'note' }, { rules }).severity, 'critical')
  assert.equal(only({ ruleId: 'b', level: 'note' }, { rules }).severity, 'high')
  assert.equal(only({ ruleId: 'a', properties: { severity: 'LOW' } }, { rules }).severity, 'low')
  assert.equal(only({ ruleId: 'a' }, { rules }).check.severity, 'critical')
})

test('a message is looked up by id, filled with arguments, and told without its links', () => {
  const rules = [
    { id: 'a', messageStrings: { found: { text: "{0} calls '{1}' {{twice}}" } }, shortDescription: { text: 'calls' } },
  ]
  const message = (written: unknown): string => only({ ruleId: 'a', message: written }, { rules }).message
  assert.equal(message({ id: 'found', arguments: ['main', 'eval'] }), "main calls 'eval' {twice}")
  assert.equal(message({ id: 'found', arguments: ['main'] }), "main calls '{1}' {twice}")
  assert.equal(
    message({ text: 'see [the \\[source\\]](1) and [docs](https://example.test/a)' }),
    'see the [source] and docs',
  )
  assert.equal(message({ text: 'a {0} literal' }), 'a {0} literal')
  assert.equal(message({ id: 'unknown' }), 'calls')
  assert.equal(message(undefined), 'calls')
})

test('a hostile message is read in linear time', () => {
  const started = performance.now()
  only({ ruleId: 'a', message: { text: '['.repeat(200_000) } })
  only({ ruleId: 'a', message: { text: '[a](x:'.repeat(50_000) } })
  assert.ok(performance.now() - started < 1000)
})

test('taxa and relationships are kept as name and id, never as guid', () => {
  const relationship = (id: string, name: string): object => ({
    target: { id, guid: 'random', toolComponent: { name } },
  })
  const rules = [{ id: 'a', relationships: [relationship('CWE-79', 'CWE')], deprecatedIds: ['old-a'] }]
  const { detail } = only({ ruleId: 'a', taxa: [{ id: 'AC-6', toolComponent: { name: 'NIST' } }] }, { rules })
  assert.deepEqual(detail?.taxa, ['NIST:AC-6', 'CWE:CWE-79'])
  assert.deepEqual(detail?.renamedFrom, ['old-a'])
})

test('a suppression excepts its result unless any is under review or rejected', () => {
  const excepted = (...suppressions: object[]): boolean => only({ ruleId: 'a', suppressions }).exceptions.length > 0
  assert.ok(excepted({ kind: 'inSource' }))
  assert.ok(excepted({ kind: 'external', status: 'accepted' }))
  assert.ok(!excepted())
  assert.ok(!excepted({ kind: 'external', status: 'underReview' }))
  assert.ok(!excepted({ kind: 'external', status: 'rejected' }))
  assert.ok(!excepted({ kind: 'external', status: 'accepted' }, { kind: 'external', status: 'rejected' }))
})

test('a suppressed result keeps its outcome and severity, and its waiver says who, why and until when', () => {
  const suppressions = [
    {
      kind: 'external',
      justification: 'accepted by the risk board',
      properties: { expiryUtc: '2027-01-31T00:00:00Z', timeUtc: '2026-01-31T00:00:00Z', alias: 'board' },
    },
    { kind: 'inSource' },
  ]
  const parsed = parse([{ ruleId: 'a', level: 'error', suppressions }])
  const [result] = parsed.results
  assert.deepEqual([result?.outcome, result?.severity], ['fail', 'high'])
  const [external, inSource] = parsed.exceptions
  assert.equal(external?.kind, 'suppression')
  assert.equal(external?.reason, 'accepted by the risk board')
  assert.equal(external?.requester, 'board')
  assert.deepEqual(external?.expiresAt, new Date('2027-01-31T00:00:00Z'))
  assert.deepEqual(external?.createdAt, new Date('2026-01-31T00:00:00Z'))
  assert.deepEqual(external?.checks, ['tool/a'])
  assert.equal(inSource?.kind, 'skip')
  assert.deepEqual(
    result?.exceptions,
    parsed.exceptions.map(({ name }) => name),
  )
})

test('a suppression that has expired is listed but covers nothing', () => {
  const suppressions = [{ kind: 'external', properties: { expiryUtc: '2026-11-19' } }]
  const parsed = parse([{ ruleId: 'a', level: 'error', suppressions }])
  assert.deepEqual(parsed.results[0]?.exceptions, [])
  assert.equal(parsed.exceptions.length, 1)
})
