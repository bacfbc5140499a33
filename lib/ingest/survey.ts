import type { Check, Parsed, Result, Subject } from '#lib/domain/result.ts'

/** A stretch of results of one document that speak of the same subject; empty for a subject without any. */
export type Run = { subject: Subject; results: readonly Result[]; from: number; to: number; file: number }

export type Survey = { runs: Run[]; checks: Set<Check>; hasPass: boolean }

/** A constraint that found nothing passes itself: no object that it looked at is known to pass. */
const CONSTRAINTS = 'constraints.gatekeeper.sh'

/** What a scan holds, found in one walk over its results: they are many, and far apart in memory. */
export function survey(files: readonly Pick<Parsed, 'results' | 'subjects' | 'checks'>[]): Survey {
  const found: Survey = { runs: [], checks: new Set(), hasPass: false }
  for (const [file, { results, subjects, checks }] of files.entries()) {
    for (const check of checks) found.checks.add(check)
    let run: Run | undefined
    for (let i = 0; i < results.length; i++) {
      const result = results[i]
      if (!result) continue
      if (run?.subject !== result.subject) {
        run = { subject: result.subject, results, from: i, to: i, file }
        found.runs.push(run)
      }
      run.to = i + 1
      if (result.outcome === 'pass' && result.subject.group !== CONSTRAINTS) found.hasPass = true
      found.checks.add(result.check)
    }
    for (const subject of subjects) found.runs.push({ subject, results, from: 0, to: 0, file })
  }
  return found
}
