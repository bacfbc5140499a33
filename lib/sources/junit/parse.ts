import type { Check, Parsed } from '#lib/domain/result.ts'
import { boundMessage, boundName } from '#lib/sources/ci/bound-text.ts'
import { type Draft, settleResults } from '#lib/sources/ci/settle-results.ts'
import { decodeText } from '#lib/sources/text-encoding.ts'
import { compareCounts } from './compare-counts.ts'
import type { ReducedCase } from './dialect.ts'
import { dialectOf } from './dialects.ts'
import { type CaseJudgement, judgeCase } from './judge-case.ts'
import { parseReport } from './parse-report.ts'
import type { TestCase } from './test-case.ts'

export type JUnitOptions = {
  /** The uploader's category, which is the only one: JUnit has none. */
  category?: string | undefined
  /** The folder the repository was checked out to. */
  root?: string | undefined
  /** The tool, for reports that do not show whose they are. */
  tool?: string | undefined
}

/**
 * Reduces a JUnit report, of any tool, to results. `checks` is filled where the report lists passes too, and then it is all
 * that was evaluated; a test that is missing says nothing. Where only failures are listed a missing one is fixed.
 */
export function parseJUnit(input: Uint8Array | string, options: JUnitOptions = {}): Parsed {
  const report = parseReport(typeof input === 'string' ? input.replace(/^\uFEFF/, '') : decodeText(input))
  const dialect = dialectOf(report, options.tool)
  const reduce = dialect.open(report, options.root)
  const drafts: Draft[] = []
  const rejected: Parsed['rejected'] = []
  const ignored = new Map<string, number>()

  for (const testCase of report.cases) {
    const judged = judgeCase(testCase)
    const reduced = unsure(testCase, judged) ?? reduce(testCase, judged)
    if ('rejected' in reduced) rejected.push({ path: pointerOf(testCase), reason: reduced.rejected })
    else if ('ignored' in reduced) ignored.set(reduced.ignored, (ignored.get(reduced.ignored) ?? 0) + 1)
    else drafts.push(draftCase(testCase, judged, reduced))
  }

  const partial = [...report.partial]
  if (report.cases.length === 0)
    partial.push('the report lists no test case, so it does not say that anything was checked')
  const warnings = [...report.warnings, ...compareCounts(report.suites), ...(dialect.warning ? [dialect.warning] : [])]
  const version = dialect.version?.(report)
  const { results, exceptions } = settleResults(drafts)
  return {
    format: 'junit',
    listed: report.cases.length,
    entries: drafts.length,
    results,
    rejected,
    ignored: [...ignored].map(([reason, count]) => ({ reason, count })),
    warnings,
    checks: dialect.listsPasses(report) ? distinctChecks(drafts) : [],
    subjects: [],
    exceptions,
    truncated: [],
    absence: dialect.absence(report),
    tool: { name: dialect.tool, ...(version && { version: version.slice(0, 100) }) },
    context: options.category === undefined ? {} : { category: options.category },
    ...(partial.length > 0 && { partial: partial.join('; ') }),
  }
}

/** A case with broken XML inside may have lost its failure: only a failure that is still there is believed. */
function unsure({ broken }: TestCase, { outcome }: CaseJudgement): ReducedCase | undefined {
  if (!broken || outcome === 'fail' || outcome === 'error') return undefined
  return { rejected: `its XML is broken, so its outcome is not known: ${broken.slice(0, 200)}` }
}

function draftCase(
  testCase: TestCase,
  judged: CaseJudgement,
  reduced: Exclude<ReducedCase, { rejected: string } | { ignored: string }>,
): Draft {
  const { outcome, type, reason } = judged
  const { file, line = 0 } = reduced
  const suite = testCase.suites.map(({ name }) => name).join(' / ')
  return {
    check: reduced.check,
    subject: reduced.subject,
    outcome,
    severity: reduced.severity ?? 'unknown',
    message: boundMessage(reduced.message ?? judged.message),
    entry: testCase.suites[0]?.top ?? 0,
    pointer: pointerOf(testCase),
    detail: {
      ...(suite && { suite: boundName(suite) }),
      ...(testCase.classname && { classname: boundName(testCase.classname) }),
      name: boundName(testCase.name),
      ...(reason && { reason }),
      ...(type && { type: boundName(type) }),
      ...(file && { file: boundName(file) }),
      ...(line > 0 && { line }),
      ...(testCase.output && (outcome === 'fail' || outcome === 'error') && { output: testCase.output }),
    },
    discriminator: reduced.discriminator ?? '',
    line,
    waivers: reduced.waivers ?? [],
  }
}

const pointerOf = ({ suites, classname, name }: TestCase): string =>
  boundName(
    [...suites.map((suite) => suite.name), [classname, name].filter(Boolean).join(' ')].filter(Boolean).join(' / '),
  ) || 'unnamed case'

const distinctChecks = (drafts: readonly Draft[]): Check[] => [
  ...new Map(drafts.map(({ check }) => [`${check.engine}\0${check.policy}\0${check.rule}`, check])).values(),
]
