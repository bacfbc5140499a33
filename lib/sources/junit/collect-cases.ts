import { ProductError } from '#lib/errors.ts'
import { keepEnds } from '#lib/sources/ci/bound-text.ts'
import type { Note, SuiteFacts, TestCase } from './test-case.ts'

const MAX_CASES = 1_000_000
const MAX_OUTPUT_LENGTH = 64 * 1024
const MAX_NOTES = 20
const MAX_PROPERTIES = 100
const MAX_PROPERTY_LENGTH = 1024

type Attributes = Readonly<Record<string, string>>
type NoteList = 'failures' | 'errors' | 'skips' | 'flaky' | 'reruns'
type OpenCase = Omit<TestCase, NoteList> & Record<NoteList, Note[]>

const NOTE_LISTS = new Map<string, NoteList>([
  ['failure', 'failures'],
  ['error', 'errors'],
  ['skipped', 'skips'],
  ['flakyFailure', 'flaky'],
  ['flakyError', 'flaky'],
  ['rerunFailure', 'reruns'],
  ['rerunError', 'reruns'],
])
const OUTPUTS = ['system-out', 'system-err']
const KEPT_ATTRIBUTES = ['status', 'result', 'severity', 'category']

/** Gathers suites and test cases from the events of an XML parser. */
export class CaseCollector {
  readonly suites: SuiteFacts[] = []
  readonly cases: TestCase[] = []
  private readonly openSuites: SuiteFacts[] = []
  private openCase: OpenCase | undefined
  /** The note or output whose text is being taken, and how deep inside of it the parser is. */
  private taking: { note: Note | undefined; depth: number; pieces: string[]; length: number } | undefined
  private tops = 0
  private tagError: string | undefined

  onError(message: string): void {
    this.tagError ??= message
    if (this.openCase) this.openCase.broken ??= message
  }

  onTagStart(): void {
    this.tagError = undefined
  }

  onOpen(name: string, attributes: Attributes): void {
    if (name === 'testcase') this.startCase(attributes)
    else if (this.taking) this.taking.depth++
    else if (name === 'testsuite') this.startSuite(attributes)
    else if (this.openCase) this.startTaking(name, attributes, this.openCase)
    else if (name === 'property') this.keepProperty(attributes)
  }

  onText(part: string): void {
    if (!this.taking || this.taking.length > 2 * MAX_OUTPUT_LENGTH) return
    this.taking.pieces.push(part)
    this.taking.length += part.length
  }

  onClose(name: string): void {
    if (this.taking && --this.taking.depth === 0) this.stopTaking()
    else if (name === 'testcase') this.endCase()
    else if (name === 'testsuite' && !this.openCase) this.openSuites.pop()
  }

  /** To be called at the end of the file: a case that is still open was cut off, which the parser has reported as an error. */
  finish(): void {
    this.stopTaking()
    this.endCase()
  }

  private startSuite(attributes: Attributes): void {
    const suite: SuiteFacts = {
      name: attributes.name ?? '',
      top: this.openSuites[0]?.top ?? this.tops++,
      properties: new Map(),
      declared: {
        tests: toCount(attributes.tests),
        failures: toCount(attributes.failures),
        errors: toCount(attributes.errors),
        skipped: toCount(attributes.skipped ?? attributes.skip ?? attributes.skips),
      },
      counted: { tests: 0, failures: 0, errors: 0, skipped: 0 },
    }
    this.suites.push(suite)
    this.openSuites.push(suite)
  }

  private startCase(attributes: Attributes): void {
    if (this.openCase) {
      this.openCase.broken ??= 'it is not closed'
      this.stopTaking()
      this.endCase()
    }
    if (this.cases.length >= MAX_CASES) {
      throw new ProductError('too-large', `A JUnit report may have ${MAX_CASES} test cases; this one has more.`)
    }
    this.openCase = {
      suites: [...this.openSuites],
      name: attributes.name ?? '',
      classname: attributes.classname ?? '',
      file: attributes.file ?? attributes.filepath ?? '',
      line: toCount(attributes.line ?? attributes.lineno) ?? 0,
      attributes: new Map(KEPT_ATTRIBUTES.flatMap((key) => (attributes[key] ? [[key, attributes[key]]] : []))),
      failures: [],
      errors: [],
      skips: [],
      flaky: [],
      reruns: [],
      output: '',
      broken: this.tagError,
    }
  }

  private endCase(): void {
    const ended = this.openCase
    if (!ended) return
    this.openCase = undefined
    this.cases.push(ended)
    for (const { counted } of ended.suites) {
      counted.tests++
      if (ended.errors.length > 0) counted.errors++
      else if (ended.failures.length > 0) counted.failures++
      else if (ended.skips.length > 0) counted.skipped++
    }
  }

  private startTaking(name: string, attributes: Attributes, testCase: OpenCase): void {
    const list = NOTE_LISTS.get(name)
    if (!list && !OUTPUTS.includes(name)) return
    const note = list && { message: attributes.message ?? '', text: '', type: attributes.type ?? '' }
    if (list && note && testCase[list].length < MAX_NOTES) testCase[list].push(note)
    this.taking = { note, depth: 1, pieces: [], length: 0 }
  }

  private stopTaking(): void {
    const taken = this.taking
    this.taking = undefined
    if (!taken) return
    const text = taken.pieces.join('')
    if (taken.note) taken.note.text = keepEnds(text, MAX_OUTPUT_LENGTH)
    else if (this.openCase) this.openCase.output = keepEnds(this.openCase.output + text, MAX_OUTPUT_LENGTH)
  }

  private keepProperty({ name, value }: Attributes): void {
    const properties = this.openSuites.at(-1)?.properties
    if (!name || value === undefined || !properties || properties.size >= MAX_PROPERTIES) return
    if (name.length + value.length <= MAX_PROPERTY_LENGTH) properties.set(name, value)
  }
}

const toCount = (text: string | undefined): number | undefined =>
  text !== undefined && /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : undefined
