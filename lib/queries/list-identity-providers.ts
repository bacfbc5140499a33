import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { GroupRule } from '#lib/domain/identity-provider.ts'
import { isEverything, type Scope } from '#lib/domain/scope.ts'

const Row = z.object({
  id: z.string(),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  hasSecret: z.boolean(),
  scopes: z.string(),
  groupsClaim: z.string(),
  createdAt: z.date(),
  disabledAt: z.date().nullable(),
  people: z.number(),
  rules: z.array(GroupRule),
})
export type IdentityProviderRow = z.infer<typeof Row>

/** The identity providers with their rules in order, never with a secret; only an unrestricted scope sees any. */
export async function listIdentityProviders(db: Db, scope: Scope): Promise<IdentityProviderRow[]> {
  if (!isEverything(scope)) return []
  const { rows } = await db.sql.query(
    `SELECT p.id, p.name, p.issuer, p.client_id AS "clientId", p.client_secret IS NOT NULL AS "hasSecret", p.scopes,
       p.groups_claim AS "groupsClaim", p.created_at AS "createdAt", p.disabled_at AS "disabledAt",
       (SELECT count(*)::int FROM account a WHERE a.provider_id = 'oidc:' || p.id) AS people,
       coalesce((SELECT jsonb_agg(jsonb_build_object('group', r.group_name, 'role', r.role, 'teams', to_jsonb(r.team_ids))
                                  ORDER BY r.position, r.id) FROM group_rule r WHERE r.provider_id = p.id), '[]') AS rules
     FROM identity_provider p ORDER BY p.name`,
  )
  return z.array(Row).parse(rows)
}
