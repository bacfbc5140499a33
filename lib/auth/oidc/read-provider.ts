import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { GroupRule } from '#lib/domain/identity-provider.ts'
import { openSecret } from '../seal-secret.ts'

const Row = z.object({
  id: z.string(),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  sealed: z.string().nullable(),
  scopes: z.string(),
  groupsClaim: z.string(),
  rules: z.array(GroupRule),
})
export type Provider = Omit<z.infer<typeof Row>, 'sealed'> & { clientSecret: string | undefined }

/** A provider that may be used now, with its secret opened and its rules in order; undefined when there is none. */
export async function readProvider(db: Db, id: string, secret: string): Promise<Provider | undefined> {
  const { rows } = await db.sql.query(
    `SELECT p.id, p.name, p.issuer, p.client_id AS "clientId", p.client_secret AS sealed, p.scopes, p.groups_claim AS "groupsClaim",
       coalesce((SELECT jsonb_agg(jsonb_build_object('group', r.group_name, 'role', r.role, 'teams', to_jsonb(r.team_ids))
                                  ORDER BY r.position, r.id) FROM group_rule r WHERE r.provider_id = p.id), '[]') AS rules
     FROM identity_provider p WHERE p.id = $1 AND p.disabled_at IS NULL`,
    [id],
  )
  const found = z.array(Row).parse(rows)[0]
  if (!found) return undefined
  const { sealed, ...provider } = found
  return { ...provider, clientSecret: sealed === null ? undefined : openSecret(sealed, secret) }
}
