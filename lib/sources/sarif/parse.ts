import { type Check, type Parsed, UnreadableDocument } from '#lib/domain/result.ts'
import { ProductError } from '#lib/errors.ts'
import { asList, asObject, asText, isObject, type JsonObject } from '#lib/sources/ci/json-value.ts'
import { parseJson } from '#lib/sources/ci/parse-json.ts'
import { settleResults } from '#lib/sources/ci/settle-results.ts'
import { producerOf } from './producers.ts'
import { type ReducedRun, reduceRun } from './reduce-run.ts'
import { resolveExternals } from './resolve-externals.ts'

export const MAX_RESULTS = 500_000
const VERSION = '2.1.0'
const OUTSIDE = 'parts of the run are in other files, which are not fetched'

export type SarifOptions = {
  /** Decides which suppressions have expired. */
  now: Date
  /** The uploader's category; wins over the one in the document. */
  category?: string | undefined
  /** The folder the repository was checked out to. */
  root?: string | undefined
}

/**
 * Reduces a SARIF 2.1.0 document to its analyses: one per tool and category, which is what a later upload replaces. Runs of
 * one tool and category are one analysis, or the second would close the findings of the first.
 *
 * `absence` is `fixed` for every tool: an analysis lists all it found, so in a complete one of the same category a finding
 * that is gone is fixed. `checks` is filled only for tools that list every rule they evaluated; empty, it says nothing.
 */
export function parseSarif(text: string, options: SarifOptions): Parsed[] {
  const { document, runs } = openDocument(parseJson(text))
  const analyses = new Map<string, ReducedRun[]>()
  for (const [index, written] of runs.entries()) {
    const toolName = toolNameOf(written, index)
    const { run, missing, unread } = resolveExternals(written, document)
    const reduced = reduceRun(run, {
      now: options.now,
      root: options.root,
      producer: producerOf(toolName),
      index,
      toolName,
    })
    if (missing.length > 0) reduced.partial.push(`${OUTSIDE}: ${missing.join(', ')}`)
    if (unread.length > 0) reduced.warnings.push(`${OUTSIDE}: ${unread.join(', ').slice(0, 300)}`)
    if (options.category !== undefined) reduced.context.category = options.category
    const key = `${toolName}\0${reduced.context.category}`
    analyses.set(key, [...(analyses.get(key) ?? []), reduced])
  }
  return [...analyses.values()].map(combineRuns)
}

function openDocument(document: unknown): { document: JsonObject; runs: JsonObject[] } {
  if (!isObject(document)) throw new UnreadableDocument('A SARIF document is a JSON object; this is something else.')
  if (document.version !== VERSION) {
    const version = asText(document.version)
    const named = version ? `SARIF version ${version.slice(0, 60)}` : 'no SARIF version'
    throw new UnreadableDocument(`This document has ${named}; only ${VERSION} is read. Have the tool write ${VERSION}.`)
  }
  if (!Array.isArray(document.runs)) throw new UnreadableDocument('This SARIF document has no list of runs.')
  const runs = document.runs.map((run, index) => {
    if (!isObject(run)) throw new UnreadableDocument(`runs[${index}] of this SARIF document is not an object.`)
    if (run.results != null && !Array.isArray(run.results)) {
      throw new UnreadableDocument(`runs[${index}].results of this SARIF document is not a list.`)
    }
    return run
  })
  if (runs.length === 0) throw new UnreadableDocument('This SARIF document has no run: no tool says anything in it.')
  const results = runs.reduce((sum, run) => sum + asList(run.results).length, 0)
  if (results > MAX_RESULTS) {
    throw new ProductError('too-large', `This SARIF document has ${results} results; the limit is ${MAX_RESULTS}.`)
  }
  return { document, runs }
}

function toolNameOf(run: JsonObject, index: number): string {
  const name = asText(asObject(asObject(run.tool)?.driver)?.name)?.trim()
  if (!name)
    throw new UnreadableDocument(`runs[${index}] names no tool (tool.driver.name), so its results belong to nobody.`)
  return name.slice(0, 200)
}

function combineRuns(runs: readonly ReducedRun[]): Parsed {
  const [first] = runs
  if (!first) throw new Error('an analysis has at least one run')
  const all = <Item>(list: (read: ReducedRun) => readonly Item[]): Item[] => runs.flatMap(list)
  const partial = new Set(all(({ partial }) => partial))
  return {
    format: 'sarif',
    listed: runs.reduce((sum, { listed }) => sum + listed, 0),
    entries: runs.reduce((sum, { drafts }) => sum + drafts.length, 0),
    ...settleResults(all(({ drafts }) => drafts)),
    rejected: all(({ rejected }) => rejected),
    ignored: all(({ ignored }) => ignored),
    warnings: [...new Set(all(({ warnings }) => warnings))],
    checks: distinct(all(({ checks }) => checks)),
    subjects: [],
    truncated: [],
    absence: 'fixed',
    tool: first.tool,
    context: first.context,
    ...(partial.size > 0 && { partial: [...partial].join('; ') }),
  }
}

const distinct = (checks: readonly Check[]): Check[] => [
  ...new Map(checks.map((check) => [`${check.policy}\0${check.rule}`, check])).values(),
]
