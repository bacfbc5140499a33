/** A failure, error or skip as written: the message attribute, the text, the type. */
export type Note = { message: string; text: string; type: string }

export type SuiteFacts = {
  name: string
  /** Position among the suites directly below the root. */
  top: number
  /** `properties` of the suite; only the first hundred, and short values. */
  properties: Map<string, string>
  declared: Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped', number | undefined>>
  counted: { tests: number; failures: number; errors: number; skipped: number }
}

export type TestCase = {
  /** The suites around it, outermost first. */
  suites: readonly SuiteFacts[]
  name: string
  classname: string
  file: string
  line: number
  /** Attributes some tools add: `status`, `result`, `severity`, `category`. */
  attributes: ReadonlyMap<string, string>
  failures: readonly Note[]
  errors: readonly Note[]
  skips: readonly Note[]
  /** It failed and passed when tried again. */
  flaky: readonly Note[]
  /** It failed each time it was tried again. */
  reruns: readonly Note[]
  output: string
  /** The first XML error inside of it: what it says may be incomplete. */
  broken: string | undefined
}

export type ParsedReport = {
  rootName: string
  suites: readonly SuiteFacts[]
  cases: readonly TestCase[]
  /** Text in front of the first element, as some tools print there what they are doing. */
  preamble: string
  warnings: string[]
  /** Why the XML is not the whole report. */
  partial: string[]
}
