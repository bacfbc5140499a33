import type { Outcome } from '#lib/domain/outcome.ts'
import type { Note, TestCase } from './test-case.ts'

export type CaseJudgement = { outcome: Outcome; message: string; type: string; reason?: string }

const NOT_RUN = ['disabled', 'notrun', 'skipped', 'ignored', 'suppressed']
const FAILED = ['failed', 'failure', 'fail']
const BROKE = ['error', 'broken']

/**
 * The outcome of a test case. The worst thing it says wins: error, failure, skipped, flaky (it passed in the end), pass. A
 * `status` or `result` that says it did not run, or failed, is believed where no element says so.
 */
export function judgeCase(testCase: TestCase): CaseJudgement {
  const { errors, failures, skips, flaky, reruns, attributes } = testCase
  const status = [attributes.get('status'), attributes.get('result')].map((text) => text?.trim().toLowerCase() ?? '')
  const says = (words: readonly string[]): boolean => status.some((word) => words.includes(word))

  if (errors.length > 0) return judged('error', [...errors, ...failures])
  if (failures.length > 0) return judged('fail', failures)
  if (skips.length > 0) return judged('skip', skips)
  if (reruns.length > 0) return judged('fail', reruns)
  if (says(BROKE)) return judged('error', [])
  if (says(FAILED)) return judged('fail', [])
  if (says(NOT_RUN)) return { ...judged('skip', []), reason: 'not run' }
  return flaky.length > 0 ? { ...judged('pass', flaky), reason: 'flaky' } : judged('pass', [])
}

const judged = (outcome: Outcome, notes: readonly Note[]): CaseJudgement => ({
  outcome,
  message: notes.map(noteText).filter(Boolean).join('\n'),
  type: notes.find(({ type }) => type)?.type ?? '',
})

function noteText({ message, text }: Note): string {
  const body = text.trim()
  const head = message.trim()
  if (!head || body.startsWith(head)) return body
  return body ? `${head}\n${body}` : head
}
