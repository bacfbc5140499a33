'use server'

import { revalidatePath } from 'next/cache.js'
import { z } from 'zod'
import { getDb } from '#app/_server/db.ts'
import type { FormState } from '#app/_server/form-state.ts'
import { now, requirePermission } from '#app/_server/session.ts'
import { createToken, DEFAULT_TOKEN_DAYS } from '#lib/commands/create-token.ts'
import { TOKEN_KINDS } from '#lib/domain/token.ts'
import { ProductError } from '#lib/errors.ts'
import { ensureSource } from '#lib/ingest/ensure-source.ts'

const Form = z.object({
  name: z.string().trim().min(1, 'Give the token a name.').max(100),
  kind: z.enum(TOKEN_KINDS),
  source: z.string().trim().max(200),
  days: z.coerce.number().int().min(1).max(366).catch(DEFAULT_TOKEN_DAYS),
})

export type TokenState = FormState & { token?: string; name?: string }

/** Makes a token for a source by name; a name that is new becomes a pipeline. The token's text is answered once. */
export async function createTokenAction(_before: TokenState, form: FormData): Promise<TokenState> {
  const by = await requirePermission('token.manage')
  const parsed = Form.safeParse(Object.fromEntries(form))
  if (!parsed.success) return { error: parsed.error.issues[0]?.message ?? 'The form is not filled in.' }
  const { name, kind, source, days } = parsed.data
  const at = now()
  try {
    const sourceId = kind === 'ingest' && source ? await sourceIdOf(source, at) : undefined
    const wanted = { name, kind, days, ...(sourceId !== undefined && { sourceId }) }
    const { token } = await createToken(getDb(), { wanted, by, now: at })
    revalidatePath('/sources')
    return { token, name }
  } catch (error) {
    if (error instanceof ProductError) return { error: error.message }
    throw error
  }
}

async function sourceIdOf(name: string, at: Date): Promise<number> {
  const { sql } = getDb()
  const { rows } = await sql.query<{ id: number }>('SELECT id FROM source WHERE name = $1 AND removed_at IS NULL', [
    name,
  ])
  return rows[0]?.id ?? (await ensureSource(sql, { name, kind: 'pipeline', now: at })).id
}
