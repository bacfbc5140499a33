import { decodeJwt, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Db } from '#lib/db/connect.ts'
import { ProductError } from '#lib/errors.ts'
import { issuerKeys } from '#lib/trust/issuer-keys.ts'
import { matchTrustRules, type StoredTrustRule } from '#lib/trust/match-trust-rule.ts'
import { type Workload, workloadOf } from '#lib/trust/workload.ts'
import { writeAuditRow } from './write-audit-row.ts'

/** 401: it is not known who asks. 403: it is known, and it may not. */
export type Refusal = { status: 401 | 403 | 503; why: string }
export type Accepted = { sourceId: number; ruleId: string; workload: Workload }

type Asked = {
  /** The token as it came. */
  token: string
  /** The source that the caller names; needed where rules of one repository name several. */
  source?: string | undefined
  address?: string
  now: Date
}

const Issuer = z.url().max(300)

/** GitHub's tokens are made when they are asked for; GitLab's at the start of the job, which may run long. */
const MAX_AGE: Record<Workload['kind'], string | undefined> = { github: '10m', gitlab: undefined }

/**
 * Finds out which source a pipeline's own token may store results of. Only issuers and audiences that a rule names are
 * considered, only RS256 and ES256 signatures count, and one token stays with one source until it expires.
 */
export async function acceptWorkload(db: Db, { token, source, address, now }: Asked): Promise<Accepted | Refusal> {
  const issuer = issuerOf(token)
  const rules = issuer === undefined ? [] : await rulesOf(db, issuer)
  if (issuer === undefined || !rules.length) return { status: 401, why: 'no rule trusts the issuer of this token' }
  const workload = await verify(token, issuer, rules, now)
  if ('status' in workload) return workload

  const found = matchTrustRules(rules, workload)
  if ('failed' in found) return { status: 403, why: found.failed }
  const rule = source === undefined ? found.matched[0] : found.matched.find((one) => one.source === source)
  if (!rule) return { status: 403, why: `no rule lets this repository store results of "${source}"` }
  if (source === undefined && new Set(found.matched.map(({ sourceId }) => sourceId)).size > 1)
    return { status: 403, why: 'this repository may store results of several sources: say which with source=' }
  if (!(await bind(db, workload, rule.sourceId))) {
    await writeAuditRow(db.sql, {
      at: now,
      by: {
        name: `${workload.kind}:${workload.repository}`,
        kind: 'workload',
        id: workload.repositoryId,
        ...from(address),
      },
      action: 'token.replayed',
      object: `source:${rule.sourceId}`,
      detail: { source: rule.source, issuer, jti: workload.jti, run: workload.run, startedBy: workload.startedBy },
    })
    return { status: 403, why: 'this token stored results of another source before' }
  }
  await db.sql.query(
    `UPDATE trust_rule SET last_used_at = $2 WHERE id = $1 AND coalesce(last_used_at < $2::timestamptz - interval '1 minute', true)`,
    [rule.id, now],
  )
  return { sourceId: rule.sourceId, ruleId: rule.id, workload }
}

const from = (address: string | undefined) => (address === undefined ? {} : { address })

/** Not verified yet: only good for finding the rules that name it. */
function issuerOf(token: string): string | undefined {
  try {
    return Issuer.safeParse(decodeJwt(token).iss).data
  } catch {
    return undefined
  }
}

type Rule = StoredTrustRule & { source: string }

async function rulesOf(db: Db, issuer: string): Promise<Rule[]> {
  const { rows } = await db.sql.query<Rule>(
    `SELECT r.id, r.kind, r.issuer, r.audience, r.source_id AS "sourceId", s.name AS source, r.repository_id AS "repositoryId",
       r.owner_id AS "ownerId", r.ref, r.environment, r.workflow
     FROM trust_rule r JOIN source s ON s.id = r.source_id AND s.removed_at IS NULL WHERE r.issuer = $1 ORDER BY r.created_at, r.id`,
    [issuer],
  )
  return rows
}

async function verify(
  token: string,
  issuer: string,
  rules: readonly Rule[],
  now: Date,
): Promise<(Workload & { audiences: string[] }) | Refusal> {
  const kind = rules[0]?.kind ?? 'github'
  const maxTokenAge = MAX_AGE[kind]
  try {
    const { payload } = await jwtVerify(token, await issuerKeys(issuer, now), {
      issuer,
      audience: [...new Set(rules.map(({ audience }) => audience))],
      algorithms: ['RS256', 'ES256'],
      clockTolerance: '30s',
      currentDate: now,
      requiredClaims: ['exp', 'iat', 'jti'],
      ...(maxTokenAge && { maxTokenAge }),
    })
    const workload = workloadOf(kind, payload)
    if ('missing' in workload) return { status: 401, why: `the token has no usable claim ${workload.missing}` }
    return { ...workload, audiences: [payload.aud ?? []].flat() }
  } catch (error) {
    if (error instanceof ProductError) return { status: 503, why: error.message }
    if (error instanceof errors.JOSEError) return { status: 401, why: wordsFor(error) }
    throw error
  }
}

function wordsFor(error: InstanceType<typeof errors.JOSEError>): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired'
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.claim === 'aud'
      ? 'the token is for another audience'
      : `the claim ${error.claim} of the token does not hold`
  if (error instanceof errors.JOSEAlgNotAllowed) return 'the token is signed in a way that is not accepted'
  return 'the signature of the token does not hold'
}

/** Keeps the token with its source; false when it is with another. */
async function bind(db: Db, { issuer, jti, expiresAt }: Workload, sourceId: number): Promise<boolean> {
  const { rows } = await db.sql.query<{ sourceId: number }>(
    `INSERT INTO token_use AS u (issuer, jti, source_id, expires_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (issuer, jti) DO UPDATE SET source_id = u.source_id RETURNING source_id AS "sourceId"`,
    [issuer, jti, sourceId, expiresAt],
  )
  return rows[0]?.sourceId === sourceId
}
