import { randomBytes } from 'node:crypto'
import { base64url, exportSPKI, SignJWT } from 'jose'
import { type LocalIssuer, startLocalIssuer } from '#lib/testing/local-issuer.ts'
import { muniment } from '../support/command-line.ts'
import { curl } from '../support/curl.ts'
import { demoDatabase } from '../support/demo-database.ts'
import { expect, test, violationsOf } from '../support/page.ts'

const SARIF = 'e2e/fixtures/captured/checkov/payments-api/bad.sarif'
const AUDIENCE = 'https://muniment.example.com'
const RUN = randomBytes(3).toString('hex')
const SOURCE = `journey/tokens-${RUN}`
const OTHER = `journey/other-${RUN}`
/** Ids that no other run on the same demo has: a rule is found by them. */
const REPOSITORY = String(Number.parseInt(RUN, 16) + 1_000_000)

test.describe.configure({ mode: 'serial' })

let issuer: LocalIssuer
let stranger: LocalIssuer
let demo: Awaited<ReturnType<typeof demoDatabase>>
test.beforeAll(async () => {
  issuer = await startLocalIssuer()
  stranger = await startLocalIssuer()
  demo = await demoDatabase()
})
test.afterAll(async () => {
  await demo.db.sql.query(`DELETE FROM trust_rule WHERE issuer = $1`, [issuer.url])
  await demo.db.sql.query(`DELETE FROM token WHERE name LIKE 'Journey %' OR name LIKE '%' || $1`, [RUN])
  await Promise.all([issuer.close(), stranger.close(), demo.db.close()])
})

const made = (...args: string[]): { id: string; token: string } =>
  JSON.parse(muniment('token', 'create', ...args, '--json').output)

test('a token that is made on the page is shown once, does what it is for, and ends at once when it is revoked', async ({
  page,
}) => {
  await page.goto('/settings/tokens')
  await page.getByLabel('Name').fill('Journey CI')
  await page.getByRole('combobox', { name: 'Source' }).fill(SOURCE)
  await page.getByLabel('Works for').selectOption('7')
  await page.getByRole('button', { name: 'Make the token' }).click()
  const shown = page.getByRole('status').filter({ hasText: 'The token "Journey CI" was made' })
  await expect(shown.getByText('--data-binary @results.sarif')).toBeVisible()
  const token = (await shown.locator('code', { hasText: /^mnt_/ }).textContent()) ?? ''
  expect(await violationsOf(page)).toEqual([])
  expect((await curl('/api/v1/ingest/sarif', { token, file: SARIF })).status).toBe(202)

  await page.goto('/settings/tokens?kind=ingest&state=expiring')
  const row = page.getByRole('row', { name: /Journey CI/ })
  await expect(row).toContainText('expires soon')
  await expect(row).toContainText(`stores results of ${SOURCE}`)
  await expect(row).toContainText(/from (127\.0\.0\.1|::1)/)
  expect(await page.content()).not.toContain(token)
  await row.getByRole('button', { name: 'Revoke Journey CI' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('row', { name: /Journey CI/ })).toHaveCount(0)
  expect(await curl('/api/v1/ingest/sarif', { token, file: SARIF })).toMatchObject({
    status: 401,
    detail: expect.stringMatching(/revoked/),
  })
  const { rows } = await demo.db.sql.query<{ action: string }>(
    `SELECT action FROM audit_log WHERE action IN ('source.created', 'token.created', 'token.revoked')
       AND (detail->>'name' = $1 OR detail->>'name' = 'Journey CI') ORDER BY sequence DESC LIMIT 3`,
    [SOURCE],
  )
  expect(rows.map(({ action }) => action)).toEqual(['token.revoked', 'token.created', 'source.created'])
})

test('the form asks only what its kind of token needs, and a read token sees what it was given', async ({ page }) => {
  await page.goto('/settings/tokens')
  await page.getByLabel('For', { exact: true }).last().selectOption('metrics')
  await expect(page.getByRole('combobox', { name: 'Source' })).toHaveCount(0)
  await expect(page.getByLabel('Sees as')).toHaveCount(0)
  await page.getByLabel('For', { exact: true }).last().selectOption('read')
  await page.getByLabel('Name').fill('Journey reader')
  await page.getByLabel('Sees as').selectOption('member')
  await page.getByRole('button', { name: 'Make the token' }).click()
  await expect(page.getByText('A token of the role member needs the teams')).toBeVisible()
  await page.getByLabel('Sees as').selectOption('member')
  await page.getByRole('combobox', { name: 'Teams' }).click()
  await page.getByRole('option', { name: 'Payments' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Make the token' }).click()
  const token = (await page.getByRole('status').locator('code', { hasText: /^mnt_/ }).textContent()) ?? ''
  const { status, body } = await curl('/api/v1/findings?limit=200', { token })
  expect(status).toBe(200)
  const teams = new Set((JSON.parse(body) as { data: { team: string }[] }).data.map(({ team }) => team))
  expect(teams).toEqual(new Set(['payments']))
  expect((await curl('/api/v1/users', { token })).status).toBe(403)
})

test('each kind of token opens its own doors alone, and one that does not work says why only to its holder', async () => {
  const ingest = made('--source', SOURCE, '--name', `ingest ${RUN}`)
  const read = made('--read', '--role', 'officer', '--name', `read ${RUN}`)
  const metrics = made('--metrics', '--name', `metrics ${RUN}`)
  muniment('token', 'create', '--source', OTHER, '--name', `other ${RUN}`)
  const door = '/api/v1/ingest/sarif'

  for (const path of ['/api/v1/findings', '/api/v1/sources', '/api/v1/users', '/metrics'])
    expect(await curl(path, { token: ingest.token }), path).toMatchObject({
      status: 403,
      type: 'application/problem+json',
      detail: expect.stringMatching(/ingest/),
    })
  expect(await curl(door, { token: read.token, file: SARIF })).toMatchObject({ status: 403 })
  expect(await curl(door, { token: metrics.token, file: SARIF })).toMatchObject({ status: 403 })
  expect((await curl('/api/v1/findings', { token: metrics.token })).status).toBe(403)
  expect((await curl('/metrics', { token: read.token })).status).toBe(403)
  const numbers = await curl('/metrics', { token: metrics.token })
  expect(numbers).toMatchObject({ status: 200, type: expect.stringMatching(/openmetrics/) })
  expect(numbers.body).toMatch(/muniment_open_findings\{source="prod-eu",severity="high"\} [1-9]/)
  expect((await curl('/metrics', {})).status).toBe(200)

  const elsewhere = await curl(`${door}?source=${encodeURIComponent(OTHER)}`, { token: ingest.token, file: SARIF })
  expect(elsewhere).toMatchObject({ status: 403, detail: expect.stringContaining(SOURCE) })
  await demo.db.sql.query(`UPDATE token SET expires_at = now() - interval '1 day' WHERE id = $1`, [ingest.id])
  expect(await curl(door, { token: ingest.token, file: SARIF })).toMatchObject({
    status: 401,
    type: 'application/problem+json',
    detail: expect.stringMatching(/expired on/),
  })
  expect((await curl('/api/v1/findings', { token: ingest.token })).status).toBe(401)
  const unknown = `${ingest.token.slice(0, -4)}aaaa`
  expect((await curl(door, { token: unknown, file: SARIF })).detail).toMatch(/not known/)
})

test('a pipeline is trusted on the page, with the job to paste', async ({ page }) => {
  await page.goto('/settings/pipelines')
  await page.getByRole('combobox', { name: 'Source' }).fill(SOURCE)
  await page.getByLabel('Repository id').fill(REPOSITORY)
  await page.getByLabel('Owner id').fill('42')
  await page.getByLabel('Branch or ref').fill('main')
  await page.getByLabel('Issuer').fill('http://ci.example.com')
  await page.getByLabel('Audience').fill(AUDIENCE)
  await page.getByRole('button', { name: 'Trust it' }).click()
  await expect(page.getByText('The issuer must be reached by https.')).toBeVisible()
  await expect(page.getByLabel('Repository id')).toHaveValue(REPOSITORY)
  await page.getByLabel('Issuer').fill(issuer.url)
  await page.getByRole('button', { name: 'Trust it' }).click()
  await expect(page).toHaveURL(/rule=[0-9a-f-]{36}/)
  const job = page.getByRole('region', { name: `The job for ${SOURCE}` })
  await expect(job.getByText('id-token: write')).toBeVisible()
  await expect(job.getByText(`audience=${encodeURIComponent(AUDIENCE)}`)).toBeVisible()
  const row = page.getByRole('row', { name: new RegExp(REPOSITORY) })
  await expect(row).toContainText('branch main')
  await expect(row).toContainText('never')
  expect(await violationsOf(page)).toEqual([])
})

let serial = 0
/** The claims of a job as GitHub's documentation has them. */
const github = (changes: Record<string, unknown> = {}) => ({
  aud: AUDIENCE,
  jti: `${RUN}-${++serial}`,
  sub: 'repo:shop/payments-api:ref:refs/heads/main',
  repository: 'shop/payments-api',
  repository_id: REPOSITORY,
  repository_owner: 'shop',
  repository_owner_id: '42',
  ref: 'refs/heads/main',
  sha: 'a'.repeat(40),
  run_id: RUN,
  run_attempt: '2',
  actor: 'ada',
  job_workflow_ref: 'shop/payments-api/.github/workflows/policy.yml@refs/heads/main',
  ...changes,
})
const send = (token: string, query = '') => curl(`/api/v1/ingest/sarif${query}`, { token, file: SARIF })

test("a job's own token is accepted for its repository, and the scan keeps which run it was", async () => {
  const token = await issuer.sign(github())
  const { status, body } = await send(token, `?source=${encodeURIComponent(SOURCE)}&commit=${'a'.repeat(12)}`)
  expect(status, body).toBe(202)
  expect((await send(token)).status).toBe(200)
  const { rows } = await demo.db.sql.query('SELECT context FROM scan WHERE scan_id = $1', [JSON.parse(body).scanId])
  expect(rows[0]?.context).toMatchObject({
    repository: 'shop/payments-api',
    commit: 'a'.repeat(40),
    ref: 'refs/heads/main',
    run: `${RUN}-2`,
    trust: {
      by: 'oidc',
      repositoryId: REPOSITORY,
      startedBy: 'ada',
      workflow: 'shop/payments-api/.github/workflows/policy.yml@refs/heads/main',
    },
  })
})

test('for another repository, owner, ref or commit than its own it is refused with 403, and told why', async () => {
  const refused: [Record<string, unknown>, string, RegExp][] = [
    [{ repository_id: '1' }, '', /no rule trusts the repository shop\/payments-api \(1\)/],
    [{ repository_owner_id: '43' }, '', /another owner/],
    [{ ref: 'refs/heads/feature' }, '', /ref refs\/heads\/feature/],
    [{ ref: 'refs/tags/main' }, '', /ref refs\/tags\/main/],
    [{}, `?commit=${'b'.repeat(40)}`, /says commit aaaa/],
    [{}, '?ref=refs/heads/feature', /says ref refs\/heads\/main/],
    [{}, '?repository=shop/website', /says repository shop\/payments-api/],
    [{}, `?run=${RUN}-1`, /says run/],
    [{}, `?source=${encodeURIComponent(OTHER)}`, /no rule lets this repository/],
  ]
  for (const [changes, query, why] of refused) {
    const answer = await send(await issuer.sign(github(changes)), query)
    expect(answer, query || JSON.stringify(changes)).toMatchObject({ status: 403, detail: expect.stringMatching(why) })
  }
})

test('a token that proves nothing is refused with 401, and told why', async () => {
  const at = new Date()
  const anHourAgo = new Date(at.getTime() - 3_600_000)
  const encode = (value: object) => base64url.encode(JSON.stringify(value))
  const claims = { iss: issuer.url, iat: Math.floor(at.getTime() / 1_000), exp: 9_999_999_999, ...github() }
  const confused = new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .sign(new TextEncoder().encode(await exportSPKI(issuer.publicKey)))
  const refused: [string, string, RegExp][] = [
    ['audience', await issuer.sign(github({ aud: 'https://another.example.com' })), /another audience/],
    ['expired', await issuer.sign(github(), { at: anHourAgo }), /expired/],
    ['made long ago', await issuer.sign(github(), { at: anHourAgo, lifeSeconds: 7_200 }), /expired/],
    ['not yet', await issuer.sign(github({ nbf: Math.floor(at.getTime() / 1_000) + 600 })), /nbf/],
    ['alg none', `${encode({ alg: 'none' })}.${encode(claims)}.`, /signed in a way|signature/],
    ['HS256', await confused, /signed in a way/],
    ['unknown issuer', await stranger.sign(github()), /no rule trusts the issuer/],
    ['foreign signature', await stranger.sign(github({ iss: issuer.url })), /signature/],
  ]
  for (const [name, token, why] of refused)
    expect(await send(token), name).toMatchObject({
      status: 401,
      type: 'application/problem+json',
      detail: expect.stringMatching(why),
    })
  expect(stranger.asked()).toBe(0)
})

test('the same token for another source is refused, and the audit log says who tried', async ({ page }) => {
  await page.goto(`/settings/pipelines?for=${encodeURIComponent(OTHER)}`)
  await expect(page.getByRole('combobox', { name: 'Source' })).toHaveValue(OTHER)
  await page.getByLabel('Repository id').fill(REPOSITORY)
  await page.getByLabel('Owner id').fill('42')
  await page.getByLabel('Issuer').fill(issuer.url)
  await page.getByLabel('Audience').fill(AUDIENCE)
  await page.getByRole('button', { name: 'Trust it' }).click()
  await expect(page).toHaveURL(/rule=/)
  const token = await issuer.sign(github({ run_id: `${RUN}9` }))
  const to = (source: string) => send(token, `?source=${encodeURIComponent(source)}`)
  expect((await to(SOURCE)).status).toBe(202)
  expect((await to(SOURCE)).status).toBe(200)
  expect(await to(OTHER)).toMatchObject({ status: 403, detail: expect.stringMatching(/another source/) })
  const { rows } = await demo.db.sql.query(
    `SELECT actor, actor_kind AS kind FROM audit_log WHERE action = 'token.replayed' ORDER BY sequence DESC LIMIT 1`,
  )
  expect(rows).toEqual([{ actor: 'github:shop/payments-api', kind: 'workload' }])
})

test('a trust that is removed on the page ends at once', async ({ page }) => {
  await page.goto('/settings/pipelines')
  const row = page.getByRole('row', { name: new RegExp(`${OTHER}.*${REPOSITORY}`) })
  await row.getByRole('button', { name: /Remove the trust/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(row).toHaveCount(0)
  const answer = await send(await issuer.sign(github()), `?source=${encodeURIComponent(OTHER)}`)
  expect(answer).toMatchObject({ status: 403, detail: expect.stringMatching(/no rule lets/) })
})

test("GitLab's token is accepted for its project, late in a long job too, and not for a tag named like the branch", async () => {
  const at = new Date()
  const { id: sourceId } = (await demo.db.sql.query<{ id: number }>('SELECT id FROM source WHERE name = $1', [SOURCE]))
    .rows[0] ?? { id: 0 }
  await demo.db.sql.query(
    `INSERT INTO trust_rule (id, kind, issuer, audience, source_id, repository_id, ref, created_by, created_at)
     VALUES (gen_random_uuid(), 'gitlab', $1, $2, $3, $4, 'main', 'journey', now())`,
    [stranger.url, AUDIENCE, sourceId, REPOSITORY],
  )
  const job = (changes: object = {}) =>
    stranger.sign(
      {
        aud: AUDIENCE,
        jti: `gitlab-${RUN}-${++serial}`,
        project_id: REPOSITORY,
        project_path: 'shop/payments-api',
        namespace_id: '72',
        ref: 'main',
        ref_type: 'branch',
        ref_path: 'refs/heads/main',
        sha: 'b'.repeat(40),
        pipeline_id: RUN,
        job_id: '302',
        user_login: 'grace',
        ...changes,
      },
      { at: new Date(at.getTime() - 3_000_000), lifeSeconds: 3_600 },
    )
  expect((await send(await job())).status).toBe(202)
  const tag = await send(await job({ ref_type: 'tag', ref_path: 'refs/tags/main' }))
  expect(tag).toMatchObject({ status: 403, detail: expect.stringMatching(/ref main/) })
  expect((await send(await job({ project_id: '1' }))).status).toBe(403)
  await demo.db.sql.query('DELETE FROM trust_rule WHERE issuer = $1', [stranger.url])
})
