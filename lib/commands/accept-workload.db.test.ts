import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { base64url, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { startLocalIssuer } from '#lib/testing/local-issuer.ts'
import { person } from '#lib/testing/person.ts'
import { acceptWorkload } from './accept-workload.ts'
import { addTrustRule } from './add-trust-rule.ts'
import { forgetTokenUses } from './forget-token-uses.ts'
import { removeTrustRule } from './remove-trust-rule.ts'

const issuer = await startLocalIssuer()
const other = await startLocalIssuer()
after(() => Promise.all([issuer.close(), other.close()]))
const { db } = await testDatabase()
const by = person('lead@example.com')
const now = new Date()
const ADDRESS = '192.0.2.7'
const AUDIENCE = 'https://muniment.example.com'
const source = await ensureSource(db.sql, { name: 'shop/payments-api', kind: 'pipeline', now })
const second = await ensureSource(db.sql, { name: 'shop/website', kind: 'pipeline', now })

const rule = { kind: 'github', issuer: issuer.url, audience: AUDIENCE, repositoryId: '4711', ownerId: '42' } as const
const { id: ruleId } = await addTrustRule(db, { sourceId: source.id, wanted: rule, by, now })

let serial = 0
/** As GitHub's documentation has the claims of a job. */
const github = (changes: Record<string, unknown> = {}) => ({
  aud: AUDIENCE,
  jti: `job-${++serial}`,
  sub: 'repo:shop/payments-api:ref:refs/heads/main',
  repository: 'shop/payments-api',
  repository_id: '4711',
  repository_owner: 'shop',
  repository_owner_id: '42',
  ref: 'refs/heads/main',
  sha: 'a'.repeat(40),
  run_id: '99',
  run_attempt: '1',
  actor: 'ada',
  job_workflow_ref: 'shop/workflows/.github/workflows/policy.yml@refs/heads/main',
  ...changes,
})
const accept = async (token: string, wanted?: string) =>
  acceptWorkload(db, { token, source: wanted, address: ADDRESS, now })
const refused = async (token: string, status: number, why: RegExp, wanted?: string) => {
  const answer = await accept(token, wanted)
  assert.ok('status' in answer, 'it was accepted')
  assert.equal(answer.status, status)
  assert.match(answer.why, why)
}

test("a job's own token stores results of the source of its repository, and says what run it is", async () => {
  const answer = await accept(await issuer.sign(github({ run_attempt: '2' })))
  assert.ok('workload' in answer)
  assert.equal(answer.sourceId, source.id)
  const { repository, commit, ref, run, startedBy } = answer.workload
  assert.deepEqual(
    [repository, commit, ref, run, startedBy],
    ['shop/payments-api', 'a'.repeat(40), 'refs/heads/main', '99-2', 'ada'],
  )
})

test('the name in `sub` and the name of the repository decide nothing', async () => {
  const renamed = github({ sub: 'repo:shop@42/renamed@4711:environment:prod', repository: 'shop/renamed' })
  assert.ok('workload' in (await accept(await issuer.sign(renamed))))
  await refused(
    await issuer.sign(github({ repository_id: '4712' })),
    403,
    /no rule trusts the repository shop\/payments-api \(4712\)/,
  )
  await refused(await issuer.sign(github({ repository_owner_id: '43' })), 403, /another owner/)
})

test('a token for somebody else, too old, not yet valid or without an id is refused', async () => {
  await refused(await issuer.sign(github({ aud: 'https://another.example.com' })), 401, /another audience/)
  const old = new Date(now.getTime() - 3_600_000)
  await refused(await issuer.sign(github(), { at: old }), 401, /expired/)
  await refused(await issuer.sign(github(), { at: old, lifeSeconds: 7_200 }), 401, /expired/)
  await refused(await issuer.sign(github({ nbf: Math.floor(now.getTime() / 1_000) + 600 })), 401, /nbf/)
  await refused(await issuer.sign(github({ jti: undefined })), 401, /jti/)
  await refused(await issuer.sign(github({ repository_id: 4711 })), 401, /repository_id/)
})

test('no signature, a signature with a public key, and one of another key are refused', async () => {
  const encode = (value: object) => base64url.encode(JSON.stringify(value))
  const claims = { iss: issuer.url, iat: 1, exp: 9_999_999_999, ...github() }
  await refused(`${encode({ alg: 'none' })}.${encode(claims)}.`, 401, /signed in a way|does not hold/)
  const spki = new TextEncoder().encode(await exportSPKI(issuer.publicKey))
  const confused = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(spki)
  await refused(confused, 401, /signed in a way that is not accepted/)
  const { privateKey } = await generateKeyPair('RS256')
  await refused(await issuer.sign(github(), { key: privateKey }), 401, /signature/)
  await refused('not a token', 401, /no rule trusts the issuer/)
})

test('an issuer that no rule names is never asked for anything', async () => {
  await refused(await other.sign(github()), 401, /no rule trusts the issuer/)
  assert.equal(other.asked(), 0)
})

test('the documents of an issuer are asked for once, not at every token', async () => {
  const before = issuer.asked()
  await accept(await issuer.sign(github()))
  await accept(await issuer.sign(github()))
  assert.equal(issuer.asked(), before)
})

test('ref, environment and workflow are asked for where the rule names them', async () => {
  await addTrustRule(db, {
    sourceId: second.id,
    wanted: {
      ...rule,
      repositoryId: '4713',
      ref: 'refs/heads/release-*',
      environment: 'production',
      workflow: 'shop/workflows/.github/workflows/policy.yml',
    },
    by,
    now,
  })
  const job = (changes: object) =>
    issuer.sign(github({ repository_id: '4713', ref: 'refs/heads/release-7', environment: 'production', ...changes }))
  assert.ok('workload' in (await accept(await job({}))))
  await refused(await job({ ref: 'refs/heads/main' }), 403, /does not trust the ref refs\/heads\/main/)
  await refused(await job({ environment: 'staging' }), 403, /does not trust the environment staging/)
  await refused(await job({ environment: undefined }), 403, /a job without an environment/)
  await refused(
    await job({ job_workflow_ref: 'shop/payments-api/.github/workflows/x.yml@refs/heads/main' }),
    403,
    /workflow/,
  )
})

test('a token stays with the source it first stored results of', async () => {
  await addTrustRule(db, { sourceId: second.id, wanted: rule, by, now })
  const token = await issuer.sign(github())
  assert.ok('workload' in (await accept(token, 'shop/payments-api')))
  assert.ok('workload' in (await accept(token, 'shop/payments-api')))
  await refused(token, 403, /another source before/, 'shop/website')
  await refused(await issuer.sign(github()), 403, /say which with source=/)
  await refused(await issuer.sign(github()), 403, /store results of "search"/, 'search')
  const { rows } = await db.sql.query(
    `SELECT actor, actor_kind AS kind, actor_id AS id, address, object FROM audit_log WHERE action = 'token.replayed'`,
  )
  assert.deepEqual(rows, [
    {
      actor: 'github:shop/payments-api',
      kind: 'workload',
      id: '4711',
      address: ADDRESS,
      object: `source:${second.id}`,
    },
  ])
})

test('what is remembered of a token is forgotten when it has expired, and not before', async () => {
  const uses = async () => (await db.sql.query('SELECT jti FROM token_use')).rows.length
  const before = await uses()
  assert.ok(before > 0)
  await forgetTokenUses(db, new Date(now.getTime() + 300_000))
  assert.equal(await uses(), before)
  await forgetTokenUses(db, new Date(now.getTime() + 700_000))
  assert.equal(await uses(), 0)
})

test('an audience that only the rule of another repository names is told from an unknown repository', async () => {
  await addTrustRule(db, {
    sourceId: second.id,
    wanted: { ...rule, repositoryId: '4714', audience: 'second' },
    by,
    now,
  })
  await refused(await issuer.sign(github({ aud: 'second', repository_id: '4711' })), 403, /another audience/)
  await refused(await issuer.sign(github({ aud: 'second', repository_id: '1' })), 403, /no rule trusts the repository/)
})

test('an issuer that does not answer makes the door say so, and is not asked again at once', async () => {
  const gone = await startLocalIssuer()
  const token = await gone.sign(github())
  await addTrustRule(db, { sourceId: second.id, wanted: { ...rule, issuer: gone.url }, by, now })
  await gone.close()
  await refused(token, 503, /does not answer/)
  await refused(token, 503, /does not answer/)
})

test('an issuer that is no address is refused before anything is asked', async () => {
  for (const iss of [7, ['x'], 'a\0b', 'x'.repeat(5_000)])
    await refused(await issuer.sign(github({ iss })), 401, /no rule trusts the issuer/)
})

test("GitLab's tokens live as long as their job, and are told by project and not by name", async () => {
  const gitlab = { kind: 'gitlab', issuer: other.url, audience: AUDIENCE, repositoryId: '20', ref: 'main' } as const
  await addTrustRule(db, { sourceId: source.id, wanted: gitlab, by, now })
  const claims = {
    aud: AUDIENCE,
    jti: 'gitlab-1',
    sub: 'project_path:shop/api:ref_type:branch:ref:main',
    project_id: '20',
    project_path: 'shop/api',
    namespace_id: '72',
    ref: 'main',
    ref_type: 'branch',
    ref_path: 'refs/heads/main',
    ref_protected: 'true',
    sha: 'b'.repeat(40),
    pipeline_id: '574',
    job_id: '302',
    user_login: 'grace',
  }
  const at = new Date(now.getTime() - 3_000_000)
  const answer = await accept(await other.sign(claims, { at, lifeSeconds: 3_600 }))
  assert.ok('workload' in answer)
  assert.deepEqual([answer.workload.run, answer.workload.repository], ['574', 'shop/api'])
  const job = (changes: object) => other.sign({ ...claims, jti: `gitlab-${++serial}`, ...changes })
  await refused(await job({ project_id: '21' }), 403, /no rule trusts the repository/)
  await refused(await job({ ref_type: 'tag', ref_path: 'refs/tags/main' }), 403, /does not trust the ref main/)
  await refused(await job({ ref_type: 'tag', ref_path: undefined }), 403, /does not trust the ref main/)
  await refused(await job({ ref_type: undefined, ref_path: undefined }), 403, /does not trust the ref main/)
  assert.ok('workload' in (await accept(await job({ ref_path: undefined }))))
})

test('an issuer is of one kind, must be reached safely, and a rule is there once', async () => {
  await assert.rejects(addTrustRule(db, { sourceId: source.id, wanted: { ...rule, kind: 'gitlab' }, by, now }), {
    code: 'conflict',
  })
  await assert.rejects(addTrustRule(db, { sourceId: source.id, wanted: rule, by, now }), { code: 'conflict' })
  await assert.rejects(
    addTrustRule(db, { sourceId: source.id, wanted: { ...rule, issuer: 'http://ci.example.com' }, by, now }),
    /https/,
  )
  await assert.rejects(
    addTrustRule(db, { sourceId: source.id, wanted: { ...rule, repositoryId: 'shop/api' }, by, now }),
    /number/,
  )
})

test('a rule that is removed trusts nobody from then on, and the audit log has both', async () => {
  await removeTrustRule(db, { id: ruleId, by, now })
  await refused(await issuer.sign(github()), 403, /store results of "shop\/payments-api"/, 'shop/payments-api')
  const rows = await db.records.auditLog.findMany({
    where: { object: `trust-rule:${ruleId}` },
    orderBy: { sequence: 'asc' },
  })
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['trust-rule.added', 'trust-rule.removed'],
  )
})
