import { getDb } from '#app/_server/db.ts'
import { problem } from '#app/_server/problem.ts'
import { acceptToken } from '#lib/commands/accept-token.ts'
import { acceptWorkload } from '#lib/commands/accept-workload.ts'
import { addressOf } from '#lib/http/address-of.ts'
import type { Workload } from '#lib/trust/workload.ts'

export type Sender = {
  /** The one source it may store results of. */
  sourceId: number
  /** What is kept with the scan of who sent it. */
  trust: Record<string, unknown>
  /** What a pipeline's own token says of its run; nothing beside it may say otherwise. */
  claims?: Pick<Workload, 'repository' | 'commit' | 'ref' | 'refPath' | 'run'>
}

const BEARER = /^Bearer\s+(\S{1,16000})$/i
const OURS = /^mnt_/

/** Who sends results: the holder of an ingest token, or a pipeline with its own token; else the answer that says why not. */
export async function acceptSender(
  request: Request,
  source: string | undefined,
  now: Date,
): Promise<Sender | Response> {
  const authorization = request.headers.get('authorization')
  const text = BEARER.exec(authorization ?? '')?.[1]
  if (!text)
    return unauthorized('Send a token: Authorization: Bearer mnt_…, or the own token of a GitHub or GitLab job.')
  const db = getDb()
  if (OURS.test(text)) {
    const token = await acceptToken(db, authorization, { now, address: addressOf(request.headers) })
    if ('refused' in token) return unauthorized(token.refused)
    if (token.kind !== 'ingest' || token.sourceId === null)
      return problem(403, 'Forbidden', `A ${token.kind} token cannot store results; make an ingest token.`)
    return { sourceId: token.sourceId, trust: { by: 'token', token: token.id } }
  }
  const accepted = await acceptWorkload(db, { token: text, source, address: addressOf(request.headers), now })
  if ('status' in accepted)
    return accepted.status === 401
      ? unauthorized(`${accepted.why}.`)
      : problem(accepted.status, accepted.status === 403 ? 'Forbidden' : 'Unavailable', `${accepted.why}.`)
  const { sourceId, ruleId, workload } = accepted
  const { repository, commit, ref, refPath, run, repositoryId, environment, workflow, startedBy, issuer } = workload
  return {
    sourceId,
    trust: { by: 'oidc', rule: ruleId, issuer, repositoryId, environment, workflow, startedBy },
    claims: { repository, commit, ref, refPath, run },
  }
}

const unauthorized = (why: string): Response => problem(401, 'Unauthorized', why, { 'www-authenticate': 'Bearer' })
