import { z } from 'zod'

export const TRUST_KINDS = ['github', 'gitlab'] as const
export type TrustKind = (typeof TRUST_KINDS)[number]

/** Where each kind's tokens come from unless a server of one's own makes them. */
export const DEFAULT_ISSUER: Record<TrustKind, string> = {
  github: 'https://token.actions.githubusercontent.com',
  gitlab: 'https://gitlab.com',
}

const optional = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .transform((text) => text || undefined)
    .optional()

/** Ids are digits: names of repositories and owners can be taken over by others. */
const Id = (message: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,20}$/, message)

/** Which pipeline's own tokens may store results of one source. What is absent is not asked for. */
export const TrustRule = z.object({
  kind: z.enum(TRUST_KINDS),
  issuer: z
    .url({ protocol: /^https?$/, error: 'Enter the address of the issuer.' })
    .max(300)
    .refine(isSafeIssuer, 'The issuer must be reached by https.'),
  audience: z.string().trim().min(1, 'Enter the audience that the job asks its token for.').max(300),
  repositoryId: Id('Enter the number of the repository or project, not its name.'),
  ownerId: Id('Enter the number of the owner or group, not its name.')
    .or(z.literal(''))
    .transform((text) => text || undefined)
    .optional(),
  /** Exact, or with * at its end; without refs/ in front it is a branch. */
  ref: optional(300),
  environment: optional(300),
  /** Of a reusable workflow: what comes before the @. */
  workflow: z
    .string()
    .trim()
    .max(500)
    .transform((text) => text.split('@')[0] || undefined)
    .optional(),
})
export type TrustRule = z.infer<typeof TrustRule>

/** Plain http is for an issuer on the same machine alone. */
export function isSafeIssuer(issuer: string): boolean {
  const url = URL.parse(issuer)
  if (!url || url.username || url.password || url.search || url.hash) return false
  return url.protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}
