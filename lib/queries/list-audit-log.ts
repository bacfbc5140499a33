import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import type { AuditLogFilter } from '#lib/domain/audit-log-filter.ts'
import { isEverything, type Scope } from '#lib/domain/scope.ts'
import { containing } from './containing.ts'

const Row = z.object({
  sequence: z.number(),
  id: z.string(),
  at: z.date(),
  actor: z.string(),
  actorKind: z.enum(['user', 'token', 'workload', 'program', 'nobody']),
  actorId: z.string().nullable(),
  action: z.string(),
  object: z.string(),
  detail: z.record(z.string(), z.unknown()),
  address: z.string().nullable(),
  sha256: z.string(),
})
export type AuditLogRow = z.infer<typeof Row>
export type AuditLogPage = { rows: AuditLogRow[]; next: number | undefined }

const DAY_MS = 86_400_000

/** A page of the audit log, newest first. The log speaks of everybody, so that only an unrestricted scope sees any of it. */
export async function listAuditLog(db: Db, scope: Scope, filter: AuditLogFilter): Promise<AuditLogPage> {
  if (!isEverything(scope)) return { rows: [], next: undefined }
  const params: unknown[] = []
  const value = (given: unknown, type: string) => `$${params.push(given)}::${type}`
  const conditions = ['true']
  if (filter.before) conditions.push(`sequence < ${value(filter.before, 'bigint')}`)
  if (filter.actor) conditions.push(`actor = ${value(filter.actor, 'text')}`)
  if (filter.object) conditions.push(`object = ${value(filter.object, 'text')}`)
  if (filter.action) {
    const action = value(filter.action, 'text')
    conditions.push(`(action = ${action} OR starts_with(action, ${action} || '.'))`)
  }
  if (filter.from) conditions.push(`at >= ${value(new Date(filter.from), 'timestamptz')}`)
  if (filter.to) conditions.push(`at < ${value(new Date(Date.parse(filter.to) + DAY_MS), 'timestamptz')}`)
  if (filter.q)
    conditions.push(`concat_ws(' ', actor, object, detail::text) ILIKE ${value(containing(filter.q), 'text')}`)
  const { rows } = await db.sql.query(
    `SELECT sequence, id, at, actor, actor_kind AS "actorKind", actor_id AS "actorId", action, object, detail, address, sha256
     FROM audit_log WHERE ${conditions.join(' AND ')} ORDER BY sequence DESC LIMIT ${value(filter.limit + 1, 'int')}`,
    params,
  )
  const found = z.array(Row).parse(rows)
  const page = found.slice(0, filter.limit)
  return { rows: page, next: found.length > filter.limit ? page.at(-1)?.sequence : undefined }
}
