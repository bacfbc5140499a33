import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import {
  EXCEPTION_KINDS,
  EXCEPTION_MARKS,
  type ExceptionFilter,
  exceptionCursorText,
  parseExceptionCursor,
} from '#lib/domain/exception-filter.ts'
import type { Scope } from '#lib/domain/scope.ts'
import { MARKS, selectExceptions } from './select-exceptions.ts'

const Row = z.object({
  id: z.string(),
  sourceId: z.number(),
  source: z.string(),
  environment: z.string(),
  kind: z.enum(EXCEPTION_KINDS),
  name: z.string(),
  namespace: z.string(),
  checks: z.array(z.string()),
  scope: z.string(),
  reason: z.string().nullable(),
  approver: z.string().nullable(),
  requester: z.string().nullable(),
  ticket: z.string().nullable(),
  createdAt: z.date().nullable(),
  firstSeenAt: z.date(),
  expiresAt: z.date().nullable(),
  goneAt: z.date().nullable(),
  covered: z.number(),
  /** The names that the covered results say. */
  names: z
    .array(z.string())
    .nullable()
    .transform((names) => names ?? []),
  marks: z.array(z.enum(EXCEPTION_MARKS)),
  cursorKey: z.string(),
})
export type ExceptionRow = z.infer<typeof Row>
export type ExceptionPage = { rows: ExceptionRow[]; next: string | undefined; previous: string | undefined }

// Every order is one ascending number, so that one row comparison pages through all of them.
const KEYS: Record<ExceptionFilter['sort'], string> = {
  expiry: `extract(epoch FROM coalesce(expires_at, 'infinity'))::float8`,
  oldest: 'extract(epoch FROM since)::float8',
  newest: '-extract(epoch FROM since)::float8',
  covers: '-covered::float8',
}

/** One page of the register of exceptions. */
export async function listExceptions(db: Db, scope: Scope, filter: ExceptionFilter, now: Date): Promise<ExceptionPage> {
  const place = parseExceptionCursor(filter.after ?? filter.before ?? '')
  const isBackward = place !== undefined && filter.after === undefined
  const params: unknown[] = []
  const items = selectExceptions({ filter, scope, now }, params)
  const value = (given: unknown, type: string) => `$${params.push(given)}::${type}`
  const beyond = place
    ? `WHERE (key, source_id, id) ${isBackward ? '<' : '>'} (${value(place[1], 'float8')}, ${value(place[2], 'int')}, ${value(place[3], 'uuid')})`
    : ''
  const direction = isBackward ? 'DESC' : ''
  const { rows } = await db.sql.query(
    `WITH ${items},
     keyed AS (SELECT *, ${KEYS[filter.sort]} AS key FROM x)
     SELECT id, source_id AS "sourceId", source, environment, kind, name, namespace, checks, scope, reason, approver, requester,
       ticket, created_at AS "createdAt", first_seen_at AS "firstSeenAt", expires_at AS "expiresAt", gone_at AS "goneAt", covered,
       names, key::text AS "cursorKey",
       array_remove(ARRAY[${EXCEPTION_MARKS.map((mark) => `CASE WHEN ${MARKS[mark]} THEN '${mark}' END`).join(', ')}], NULL) AS marks
     FROM keyed ${beyond}
     ORDER BY key ${direction}, source_id ${direction}, id ${direction} LIMIT ${value(filter.limit + 1, 'int')}`,
    params,
  )
  const found = z.array(Row).parse(rows)
  const page = found.slice(0, filter.limit)
  if (isBackward) page.reverse()
  const hasMore = found.length > filter.limit
  const cursor = (row: ExceptionRow | undefined) =>
    row && exceptionCursorText([filter.sort, row.cursorKey, row.sourceId, row.id])
  return {
    rows: page,
    next: isBackward || hasMore ? cursor(page.at(-1)) : undefined,
    previous: isBackward ? (hasMore ? cursor(page.at(0)) : undefined) : place && cursor(page.at(0)),
  }
}
