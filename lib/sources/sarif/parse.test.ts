import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Parsed, UnreadableDocument } from '#lib/domain/result.ts'
import { ProductError } from '#lib/errors.ts'
import { MAX_RESULTS, parseSarif } from './parse.ts'

const NOW = new Date('2026-11-20T00:00:00Z')
const log = (runs: unknown, more: object = {}): string => JSON.stringify({ version: '2.1.0', runs, ...more })
const run = (name: string, results: unknown, more: object = {}): object => ({
  tool: { driver: { name } },
  results,
  ...more,
})
const parse = (text: string, options: object = {}): Parsed[] => parseSarif(text, { now: NOW, ...options })
const refused = (text: string, reason: RegExp): void =>
  assert.throws(
    () => parse(text),
    (error) => error instanceof UnreadableDocument && reason.test(error.message),
  )

test('every other version of SARIF is refused by its name', () => {
  for (const version of ['1.0.0', '2.0.0', '2.0.0-csd.2.beta.2019-02-20', '2.2']) {
    refused(JSON.stringify({ version, runs: [] }), new RegExp(`SARIF version ${version.replaceAll('.', '\\.')};`))
  }
  refused('{"runs":[]}', /no SARIF version/)
})

test('a document without what SARIF cannot do without is refused with the reason', () => {
  refused('[]', /is a JSON object/)
  refused('{"version":"2.1.0"}', /no list of runs/)
  refused(log([]), /no run/)
  refused(log([null]), /runs\[0\] .*not an object/)
  refused(log([run('a', []), { tool: {}, results: [] }]), /runs\[1\] names no tool/)
  refused(log([run('a', { 0: {} })]), /runs\[0\]\.results .*not a list/)
})

test('more results than the limit are refused by the limit', () => {
  const results = `[${'{},'.repeat(MAX_RESULTS)}{}]`
  const text = `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"a"}},"results":${results}}]}`
  assert.throws(
    () => parse(text),
    (error) => error instanceof ProductError && error.code === 'too-large' && /500000/.test(error.message),
  )
})

test('one bad result is rejected by its place and the good ones are kept', () => {
  const results = [
    { ruleId: 'a', message: { text: 'one' } },
    'text',
    { ruleId: 7 },
    { ruleId: 'a', kind: 'maybe' },
    { ruleId: 'a', level: 'fatal' },
    { ruleId: 'a', locations: {} },
    { ruleId: 'a', kind: null, level: null, message: { text: 'two' } },
  ]
  const [parsed] = parse(log([run('tool', results)]))
  assert.deepEqual(
    parsed?.rejected.map(({ path }) => path),
    [1, 2, 3, 4, 5].map((at) => `runs[0].results[${at}]`),
  )
  assert.deepEqual(
    parsed?.results.map(({ message }) => message),
    ['one', 'two'],
  )
  assert.deepEqual([parsed?.listed, parsed?.entries, parsed?.rejected.length], [7, 2, 5])
})

test('an analysis is a tool and a category; runs that share both are one', () => {
  const results = [{ ruleId: 'a', message: { text: 'x' } }]
  const parsed = parse(
    log([
      run('One', results, { automationDetails: { id: 'nightly/linux/2026-11-20' } }),
      run('Two', results, { automationDetails: { id: 'nightly/linux/2026-11-20' } }),
      run('One', results, { automationDetails: { id: 'nightly/linux/2026-11-21' } }),
      run('One', results, { automationDetails: { id: 'nightly' } }),
    ]),
  )
  assert.deepEqual(
    parsed.map(({ tool, context, listed }) => [tool?.name, context?.category, listed]),
    [
      ['One', 'nightly/linux', 2],
      ['Two', 'nightly/linux', 1],
      ['One', '', 1],
    ],
  )
  assert.deepEqual(
    parsed[0]?.results.map(({ entry, pointer }) => [entry, pointer]),
    [
      [0, '/runs/0/results/0'],
      [2, '/runs/2/results/0'],
    ],
  )
  assert.equal(new Set(parsed[0]?.results.map(({ part }) => part)).size, 2)
})

test("the uploader's category wins over the one in the document", () => {
  const [parsed] = parse(log([run('One', [], { automationDetails: { id: 'a/1' } })]), { category: 'b' })
  assert.equal(parsed?.context?.category, 'b')
})

test('a result that the baseline calls absent is not there, and is counted as ignored', () => {
  const states = ['new', 'unchanged', 'updated', 'existing', 'absent', undefined]
  const [parsed] = parse(
    log([
      run(
        'tool',
        states.map((baselineState) => ({ ruleId: 'a', baselineState })),
      ),
    ]),
  )
  assert.equal(parsed?.entries, 5)
  assert.deepEqual(
    parsed?.ignored.map(({ count }) => count),
    [1],
  )
  assert.equal(parsed?.listed, 6)
})

test('a run that says it failed, reports an error or has no results is partial', () => {
  const partial = (more: object, name = 'tool'): string | undefined => parse(log([run(name, [], more)]))[0]?.partial
  const notification = (level: string): object => ({ message: { text: 'no such rule set' }, level })

  assert.equal(partial({ invocations: [{ executionSuccessful: true }] }), undefined)
  assert.match(partial({ invocations: [{ executionSuccessful: false }] }) ?? '', /not successful/)
  assert.equal(partial({ invocations: [{ executionSuccessful: false }] }, 'kube-linter'), undefined)
  assert.match(
    partial({ invocations: [{ toolExecutionNotifications: [notification('error')] }] }, 'kube-linter') ?? '',
    /no such rule set/,
  )
  assert.match(
    partial({ invocations: [{ toolConfigurationNotifications: [notification('error')] }] }, 'semgrep') ?? '',
    /no such rule set/,
  )
  assert.equal(partial({ invocations: [{ toolExecutionNotifications: [notification('warning')] }] }), undefined)
  assert.match(partial({ results: undefined }) ?? '', /no list of results/)
  assert.match(partial({ results: null }) ?? '', /no list of results/)
})

test('checkov without a rule and a result may have scanned nothing, so it is partial', () => {
  assert.match(parse(log([run('Checkov', [])]))[0]?.partial ?? '', /nothing to scan/)
  assert.equal(parse(log([run('Checkov', [{ ruleId: 'CKV_AWS_1' }])]))[0]?.partial, undefined)
})

test('results kept in another file make the run partial and are never fetched; inline ones are read', () => {
  const guid = '0e37df36-f698-11e6-8dd4-cb9ced3df976'
  const outside = { results: [{ guid, location: { uri: 'https://example.test/results.sarif' } }] }
  const [missing] = parse(log([run('tool', [], { externalPropertyFileReferences: outside })]))
  assert.match(missing?.partial ?? '', /other files, which are not fetched: results/)

  const inline = [{ guid, results: [{ ruleId: 'a', message: { text: 'inline' } }] }]
  const [found] = parse(
    log([run('tool', undefined, { externalPropertyFileReferences: outside })], { inlineExternalProperties: inline }),
  )
  assert.equal(found?.partial, undefined)
  assert.deepEqual(
    found?.results.map(({ message }) => message),
    ['inline'],
  )
})

test('a taxonomy in another file is only a warning', () => {
  const outside = { taxonomies: [{ location: { uri: 'https://example.test/cwe.sarif' } }] }
  const [parsed] = parse(log([run('tool', [], { externalPropertyFileReferences: outside })]))
  assert.equal(parsed?.partial, undefined)
  assert.match(parsed?.warnings.join() ?? '', /taxonomies/)
})

test('only tools that list every rule they ran say what was evaluated', () => {
  const rules = [{ id: 'fired' }, { id: 'silent' }]
  const checks = (name: string): unknown =>
    parse(log([{ tool: { driver: { name, rules } }, results: [{ ruleId: 'fired' }] }]))[0]?.checks.map(
      ({ policy }) => policy,
    )
  for (const name of ['semgrep', 'Semgrep OSS', 'CodeQL', 'kube-linter', 'terrascan']) {
    assert.deepEqual(checks(name), ['fired', 'silent'], name)
  }
  for (const name of ['Checkov', 'Trivy', 'KICS', 'conftest', 'kubescape', 'SomethingElse']) {
    assert.deepEqual(checks(name), [], name)
  }
})

test('no result is made up for a rule that found nothing', () => {
  const [parsed] = parse(log([{ tool: { driver: { name: 'semgrep', rules: [{ id: 'silent' }] } }, results: [] }]))
  assert.deepEqual(parsed?.results, [])
  assert.equal(parsed?.absence, 'fixed')
})

test('the repository is told without the credentials in its address', () => {
  const versionControlProvenance = [
    { repositoryUri: 'https://bot:s3cret@git.example.test/acme/shop', revisionId: '5f9e1d2', branch: 'main' },
  ]
  assert.deepEqual(parse(log([run('tool', [], { versionControlProvenance })]))[0]?.context, {
    category: '',
    repository: 'https://git.example.test/acme/shop',
    commit: '5f9e1d2',
    ref: 'main',
  })
})

test('names of properties that every object has are only names', () => {
  const results = [
    {
      ruleId: '__proto__',
      message: { id: 'constructor' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'a', uriBaseId: 'toString' } } }],
    },
  ]
  const [parsed] = parse(log([run('constructor', results)]))
  assert.equal(parsed?.results[0]?.check.policy, '__proto__')
  assert.equal(parsed?.results[0]?.subject.name, 'a')
})
