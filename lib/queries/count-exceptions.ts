import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { EXCEPTION_MARKS, type ExceptionFilter, type ExceptionMark } from '#lib/domain/exception-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { MARKS, selectExceptions } from './select-exceptions.ts'

const Row = z.object({ total: z.number(), covered: z.number(), marks: z.record(z.enum(EXCEPTION_MARKS), z.number()) })
export type ExceptionCounts = { total: number; covered: number; marks: Record<ExceptionMark, number> }

/** How many exceptions a filter has, whatever its mark, and how many of them carry each mark. */
export async function countExceptions(
  db: Db,
  scope: Scope,
  filter: ExceptionFilter,
  now: Date,
): Promise<ExceptionCounts> {
  const params: unknown[] = []
  const items = selectExceptions({ filter: { ...filter, mark: undefined }, scope, now }, params)
  const marks = EXCEPTION_MARKS.map((mark) => `'${mark}', count(*) FILTER (WHERE ${MARKS[mark]})`).join(', ')
  const { rows } = await db.sql.query(
    `WITH ${items} SELECT count(*)::int AS total, coalesce(sum(covered), 0)::int AS covered, jsonb_build_object(${marks}) AS marks FROM x`,
    params,
  )
  return z.tuple([Row]).parse(rows)[0]
}
