import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Parsed, type Result, UnreadableDocument } from '#lib/domain/result.ts'
import { ProductError } from '#lib/errors.ts'
import { parseJUnit } from './parse.ts'

const suite = (cases: string, name = 'unit'): string => `<testsuite name="${name}">${cases}</testsuite>`
const outcome = (body: string, attributes = ''): string | undefined =>
  parseJUnit(suite(`<testcase classname="c" name="t" ${attributes}>${body}</testcase>`)).results[0]?.outcome
const key = ({ check, subject, part }: Result): unknown => [check.engine, check.policy, check.rule, subject, part]
const counted = ({ listed, entries, rejected, ignored }: Parsed): boolean =>
  listed === entries + rejected.length + ignored.reduce((sum, { count }) => sum + count, 0)

test('the worst thing a case says is its outcome', () => {
  assert.equal(outcome(''), 'pass')
  assert.equal(outcome('<failure/>'), 'fail')
  assert.equal(outcome('<error/>'), 'error')
  assert.equal(outcome('<skipped/>'), 'skip')
  assert.equal(outcome('<failure/><error/>'), 'error')
  assert.equal(outcome('<skipped/><failure/>'), 'fail')
  assert.equal(outcome('<failure/><rerunFailure/>'), 'fail')
  assert.equal(outcome('<rerunFailure/>'), 'fail')
  assert.equal(outcome('<flakyFailure/><flakyError/>'), 'pass')
  assert.equal(outcome('<flakyFailure/><failure/>'), 'fail')
  assert.equal(outcome('<system-out>failure</system-out>'), 'pass')
})

test('a status that says a case did not run, or failed, is believed', () => {
  assert.equal(outcome('', 'status="disabled"'), 'skip')
  assert.equal(outcome('', 'status="notrun" result="suppressed"'), 'skip')
  assert.equal(outcome('', 'status="failed"'), 'fail')
  assert.equal(outcome('', 'status="run" result="completed"'), 'pass')
})

test('a flaky case passes and says so', () => {
  const [result] = parseJUnit(suite('<testcase name="t"><flakyFailure message="first try"/></testcase>')).results
  assert.equal(result?.detail?.reason, 'flaky')
})

test('messages of several failures are joined, attribute and text once', () => {
  const cases =
    '<testcase name="t"><failure message="a">a: more</failure><failure message="b">text</failure><failure>c</failure></testcase>'
  assert.equal(parseJUnit(suite(cases)).results[0]?.message, 'a: more\nb\ntext\nc')
})

test('a test is known by its suites, class and name, and duplicates by their order', () => {
  const xml = `<testsuites name="root"><testsuite name="outer"><testsuite name="inner">
    <testcase classname="a.B" name="t"/><testcase classname="a.B" name="t"/><testcase classname="a.B" name="u"/>
    </testsuite><testcase name="loose"/></testsuite><testsuite name="second"><testcase name="x"/></testsuite></testsuites>`
  const { results } = parseJUnit(xml)
  assert.deepEqual(
    results.map(({ check, subject, part, entry }) => [check.policy, subject.kind, subject.name, part, entry]),
    [
      ['outer / inner', 'Test', 'a.B.t', '', 0],
      ['outer / inner', 'Test', 'a.B.t', '~2', 0],
      ['outer / inner', 'Test', 'a.B.u', '', 0],
      ['outer', 'Test', 'loose', '', 0],
      ['second', 'Test', 'x', '', 1],
    ],
  )
  assert.deepEqual(results[0]?.check, { engine: 'junit', policy: 'outer / inner', rule: '' })
})

test('folders of a runner and dates that a run adds to names do not change the key', () => {
  const named = (name: string): unknown =>
    key(parseJUnit(suite('<testcase classname="c" name="t"/>', name)).results[0] as Result)
  assert.deepEqual(named('/home/runner/work/a/a/x.xml'), named('/builds/g/p/x.xml'))
  assert.deepEqual(named('TestAcme-20251114214921'), named('TestAcme-20260101000000'))
  assert.notDeepEqual(named('Test1'), named('Test2'))
})

test("the uploader's tool names a report that does not show whose it is", () => {
  const parsed = parseJUnit(suite('<testcase name="t"/>'), { tool: 'Regula CLI', category: 'infra' })
  assert.equal(parsed.results[0]?.check.engine, 'regula-cli')
  assert.deepEqual([parsed.tool?.name, parsed.context?.category], ['regula-cli', 'infra'])
})

test('cases are counted, never the counters, and a difference is a warning', () => {
  const parsed = parseJUnit(
    '<testsuite name="s" tests="8" failures="0" errors="0" skip="0"><testcase name="t"><failure/></testcase></testsuite>',
  )
  assert.equal(parsed.listed, 1)
  assert.match(parsed.warnings.join(), /suite "s": tests 8 declared, 1 listed; failures 0 declared, 1 listed/)
  assert.equal(parsed.partial, undefined)
})

test('a report without a case proves nothing, so it is partial', () => {
  for (const xml of ['<testsuites/>', '<testsuite name="a" tests="3" failures="1"/>']) {
    assert.match(parseJUnit(xml).partial ?? '', /no test case/)
  }
})

test('another root is refused by its name', () => {
  const refused = (xml: string, reason: RegExp): void =>
    assert.throws(
      () => parseJUnit(xml),
      (error) => error instanceof UnreadableDocument && reason.test(error.message),
    )
  refused('<test-run><test-suite/></test-run>', /<test-run>.*NUnit/)
  refused('<checkstyle/>', /<checkstyle>.*Checkstyle/)
  refused('<?xml version="1.0"?><!-- c --><constructor/>', /<constructor>/)
  refused('', /not XML/)
  refused('--- FAIL: a (0.01s)', /not XML/)
})

test('a document type declaration is refused wherever it stands, before any entity counts', () => {
  const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at || ''};`.repeat(10)}">`).join('')}]>${suite('<testcase name="&lol9;"/>')}`
  const external = `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${suite('<testcase name="&x;"/>')}`
  const late = `${suite('<testcase name="a"/>')}<!DOCTYPE r []>${suite('')}`
  const hidden = `Loading … <!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>\n<?xml version="1.0"?>${suite('<testcase name="&x;"/>')}`
  for (const xml of [laughs, external, late, hidden]) {
    const started = performance.now()
    assert.throws(
      () => parseJUnit(xml),
      (error) => error instanceof UnreadableDocument && /DOCTYPE/.test(error.message),
    )
    assert.ok(performance.now() - started < 1000)
  }
})

test('an entity nobody defined stays as it was written', () => {
  const parsed = parseJUnit(suite('<testcase name="a &nbsp; b &amp; c"/>'))
  assert.equal(parsed.results[0]?.subject.name, 'a &nbsp; b & c')
  assert.equal(parsed.partial, undefined)
})

test('depth, attributes, errors and size have limits, and going over them is refused at once', () => {
  const tooLarge = (xml: string): void => {
    const started = performance.now()
    assert.throws(
      () => parseJUnit(xml),
      (error) => error instanceof ProductError && error.code === 'too-large',
    )
    assert.ok(performance.now() - started < 2000)
  }
  tooLarge('<testsuite name="a">'.repeat(200_000))
  tooLarge(suite(`<testcase name="${'x'.repeat(1024 * 1024 + 1)}"/>`))
  tooLarge(`${suite('')}${' '.repeat(64 * 1024 * 1024)}`)
  assert.throws(
    () => parseJUnit(suite('<a b></a>'.repeat(2000))),
    (error) => error instanceof UnreadableDocument && /more than 1000 errors/.test(error.message),
  )
})

test('of the output of a failed case both ends are kept, of a passed case nothing', () => {
  const output = `<system-out>begin${'-'.repeat(200_000)}end</system-out>`
  const { results } = parseJUnit(
    suite(`<testcase name="a"><failure/>${output}</testcase><testcase name="b">${output}</testcase>`),
  )
  const kept = String(results[0]?.detail?.output)
  assert.ok(kept.length <= 64 * 1024 && kept.startsWith('begin') && kept.endsWith('end'))
  assert.equal(results[1]?.detail?.output, undefined)
})

test('text in front, several documents and control characters are mended, told, and nothing is lost by it', () => {
  const document = (name: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>${suite('<testcase name="t"/>', name)}</testsuites>\n`
  const parsed = parseJUnit(
    `Loading \u001b[1mtests\u001b[0m …\n${document('a')}${document('b\u0007')}\nSummary: 2 passed\n`,
  )
  assert.equal(parsed.entries, 2)
  assert.equal(parsed.partial, undefined)
  assert.match(parsed.warnings.join('|'), /in front of the XML.*2 XML documents.*characters that XML does not allow/)
})

test('a truncated report keeps the whole cases, refuses to guess the last one, and is partial', () => {
  const parsed = parseJUnit(
    '<testsuite name="s"><testcase name="a"/><testcase name="b"><failure message="x"/></testcase><testcase name="c"><failure messa',
  )
  assert.deepEqual(
    parsed.results.map(({ subject, outcome }) => [subject.name, outcome]),
    [
      ['a', 'pass'],
      ['b', 'fail'],
    ],
  )
  assert.match(parsed.rejected[0]?.reason ?? '', /broken/)
  assert.match(parsed.partial ?? '', /XML is broken/)
  assert.ok(counted(parsed))
})

test('a truncated case that had failed already has failed', () => {
  const parsed = parseJUnit('<testsuite name="s"><testcase name="a"><failure message="x"/><system-out>…')
  assert.deepEqual(
    parsed.results.map(({ outcome }) => outcome),
    ['fail'],
  )
  assert.ok(parsed.partial)
})

test('broken markup never turns a failure into a pass', () => {
  for (const broken of [
    '<testcase name="a"><failure message="Want <b> & "c"/d">x</failure></testcase>',
    '<testcase name="a"><failure message="Want "pass", got <fail>">x</failure></testcase>',
    '<testcase name="a><failure message="boo">t</failure></testcase>',
    '<testcase name="a"><fail"ure message="x"></failure></testcase>',
    '<testcase name="a"><!-- <failure/> </testcase>',
  ]) {
    const parsed = parseJUnit(suite(`${broken}<testcase name="z"/>`))
    assert.ok(
      !parsed.results.some(({ subject, outcome }) => subject.name.startsWith('a') && outcome === 'pass'),
      broken,
    )
    assert.ok(parsed.partial, broken)
    assert.ok(counted(parsed))
  }
})

test('an unclosed CDATA section does not swallow the cases after it', () => {
  const parsed = parseJUnit(
    suite(
      '<testcase name="a"><system-out><![CDATA[\n Reason: Ok\n</testcase><testcase name="b"><failure/></testcase><testcase name="c"/>',
    ),
  )
  assert.equal(parsed.listed, 3)
  assert.deepEqual(
    parsed.results.map(({ outcome }) => outcome),
    ['pass', 'fail', 'pass'],
  )
  assert.match(parsed.partial ?? '', /CDATA/)
})

test('a failure after an unclosed CDATA section is still a failure', () => {
  const parsed = parseJUnit(
    suite('<testcase name="a"><system-out><![CDATA[ text <failure message="x"/></testcase><testcase name="b"/>'),
  )
  assert.deepEqual(
    parsed.results.map(({ outcome }) => outcome),
    ['fail', 'pass'],
  )
})

test('bytes are read in the encoding they declare', () => {
  const xml = Buffer.from(
    '<?xml version="1.0" encoding="ISO-8859-1"?><testsuite name="s"><testcase name="Pr\xfcfung"/></testsuite>',
    'latin1',
  )
  assert.equal(parseJUnit(xml).results[0]?.subject.name, 'Prüfung')
  assert.equal(parseJUnit(Buffer.from(`\uFEFF${suite('<testcase name="t"/>')}`, 'utf16le')).listed, 1)
})
