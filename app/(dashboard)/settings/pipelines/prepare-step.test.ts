import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { prepareStep } from './prepare-step.ts'

const BASE = 'https://muniment.example.com'
const given = { audience: BASE, source: 'shop/payments api' }

test("GitHub's job may ask for a token, asks for the audience of the rule and sends to its source", () => {
  const { policy } = parse(prepareStep({ ...given, kind: 'github' }, BASE)).jobs
  assert.equal(policy.permissions['id-token'], 'write')
  assert.equal('environment' in policy, false)
  const { run } = policy.steps.at(-1)
  assert.ok(run.includes('"$ACTIONS_ID_TOKEN_REQUEST_URL&audience=https%3A%2F%2Fmuniment.example.com"'))
  assert.ok(run.includes(`"${BASE}/api/v1/ingest/junit?source=shop%2Fpayments%20api"`))
})

test("GitLab's job names the token and its audience, whatever is in the audience", () => {
  const { policy } = parse(prepareStep({ ...given, kind: 'gitlab', audience: 'a: "b" #c' }, BASE))
  assert.equal(policy.id_tokens.MUNIMENT_TOKEN.aud, 'a: "b" #c')
  assert.match(policy.script.at(-1), /Bearer \$MUNIMENT_TOKEN/)
})

test('a rule for an environment makes the job name it', () => {
  for (const kind of ['github', 'gitlab'] as const) {
    const document = parse(prepareStep({ ...given, kind, environment: 'production: eu' }, BASE))
    assert.equal((document.jobs ?? document).policy.environment, 'production: eu')
  }
})
