import type { Sql } from '#lib/db/connect.ts'
import { ProductError } from '#lib/errors.ts'

export type SourceRow = {
  id: number
  name: string
  kind: 'cluster' | 'pipeline'
  environment: string
  repository: string | null
}

type Wanted = { name: string; kind: 'cluster' | 'pipeline'; environment?: string; repository?: string; now: Date }

const NAME = /^[A-Za-z0-9][A-Za-z0-9 ._/@:-]{0,199}$/

/** The source of this name, made on first use. A name that exists with another kind is a conflict. */
export async function ensureSource(sql: Sql, { name, kind, environment, repository, now }: Wanted): Promise<SourceRow> {
  if (!NAME.test(name))
    throw new ProductError(
      'invalid',
      `source name "${name.slice(0, 80)}" must start with a letter or digit and hold only letters, digits, blanks and . _ / @ : -`,
    )
  await sql.query(
    `INSERT INTO source (name, kind, environment, repository, created_at)
     VALUES ($1, $2, coalesce($3, 'production'), $4, $5) ON CONFLICT (name) DO NOTHING`,
    [name, kind, environment ?? null, repository ?? null, now],
  )
  const { rows } = await sql.query<SourceRow & { removed: boolean }>(
    `SELECT id, name, kind, environment, repository, removed_at IS NOT NULL AS removed FROM source WHERE name = $1`,
    [name],
  )
  const source = rows[0]
  if (!source) throw new ProductError('not-found', `source "${name}" does not exist`)
  if (source.removed) throw new ProductError('conflict', `source "${name}" was removed; choose another name`)
  if (source.kind !== kind)
    throw new ProductError(
      'conflict',
      `source "${name}" is a ${source.kind}, not a ${kind}; choose another name or the right kind`,
    )
  return source
}
