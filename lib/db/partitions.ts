import type { Sql } from './connect.ts'

/** What this process has made sure of, by connection: every scan asks. */
const ensured = new WeakMap<Sql, Set<string>>()

const PARTITIONED = ['finding_closed', 'finding_event'] as const

/** Makes the monthly partitions from `from`'s month to two months after `to`. Does nothing for those that exist. */
export async function ensurePartitions(sql: Sql, from: Date, to: Date = from): Promise<void> {
  const months = `${from.toISOString().slice(0, 7)} ${to.toISOString().slice(0, 7)}`
  const made = ensured.get(sql) ?? new Set<string>()
  if (made.has(months)) return
  const { rows } = await sql.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = ANY ($1::regclass[])`,
    [PARTITIONED],
  )
  const existing = new Set(rows.map(({ name }) => name))
  const last = Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 2)
  for (let month = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth())); month.getTime() <= last; ) {
    const next = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1))
    const [start, end] = [month.toISOString().slice(0, 10), next.toISOString().slice(0, 10)]
    for (const table of PARTITIONED) {
      const name = `${table}_${start.slice(0, 7).replace('-', '_')}`
      // Names and bounds are made of digits here, never of input: DDL takes no parameters.
      if (!existing.has(name))
        await sql.query(
          `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF ${table}
           FOR VALUES FROM ('${start} 00:00:00+00') TO ('${end} 00:00:00+00')`,
        )
    }
    month = next
  }
  ensured.set(sql, made.add(months))
}
