import { z } from 'zod'
import { ROLES } from './role.ts'
import { isSafeIssuer } from './trust-rule.ts'

export const IdentityProvider = z.object({
  name: z.string().trim().min(1, 'Name the provider as people know it.').max(60),
  issuer: z
    .url({ protocol: /^https?$/, error: 'Enter the address of the issuer.' })
    .max(300)
    .refine(isSafeIssuer, 'The issuer must be reached by https.'),
  clientId: z.string().trim().min(1, 'Enter the client id.').max(300),
  /** Empty: a public client, or, when a provider is changed, the secret as it is. */
  clientSecret: z.string().trim().max(1_000).default(''),
  scopes: z
    .string()
    .trim()
    .max(300)
    .default('openid profile email')
    .refine((text) => text.split(/\s+/).includes('openid'), 'The scopes must have openid among them.'),
  groupsClaim: z.string().trim().min(1, 'Name the claim that has the groups.').max(200).default('groups'),
})
export type IdentityProvider = z.infer<typeof IdentityProvider>

export const GroupRule = z.object({
  group: z.string().trim().min(1, 'Enter the group as the provider calls it.').max(300),
  /** An auditor is invited to an audit by a person: no group makes one. */
  role: z.enum(ROLES).exclude(['auditor']),
  teams: z.array(z.number().int()).default([]),
})
export type GroupRule = z.infer<typeof GroupRule>
