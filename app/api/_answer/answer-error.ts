import 'server-only'
import { randomUUID } from 'node:crypto'
import { problem, problemOf } from '#app/_server/problem.ts'
import { ProductError } from '#lib/errors.ts'
import { Refused } from './refused.ts'

const TITLES: Record<Refused['status'], string> = { 400: 'Bad request', 406: 'Not acceptable' }

/** What went wrong, as RFC 9457 has it. Of a fault of ours the client gets a reference, and the log of the server the rest. */
export function answerError(error: unknown): Response {
  if (error instanceof Refused) return problem(error.status, TITLES[error.status], error.message)
  if (error instanceof ProductError) return problemOf(error)
  const reference = randomUUID()
  const stack = error instanceof Error ? error.stack : String(error)
  process.stderr.write(
    `${JSON.stringify({ level: 50, time: new Date().toISOString(), program: 'api', reference, stack })}\n`,
  )
  return problem(500, 'Internal error', `The server could not answer. Its log has the reason under ${reference}.`)
}
