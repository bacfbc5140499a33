import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskSecrets } from './mask-secrets.ts'

const SECRET = 's3cr3t-Value_0123456789'
const JWT = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvIn0.${SECRET}`

for (const [what, text] of [
  ['a token of ours', `the token mnt_${SECRET} was refused`],
  ['a bearer token', `authorization: Bearer ${SECRET}`],
  ['a token of a pipeline', `cannot verify ${JWT}`],
  ['the password of a database', `connect to postgres://muniment:${SECRET}@db:5432/muniment failed`],
  ['a password with a slash and a colon in an address', `Invalid URL: postgres://muniment:a/b:${SECRET}@db/muniment`],
  ['a one-time link', `http://localhost:3000/api/auth/magic-link/verify?token=${SECRET}&callbackURL=/account`],
  ['the code of a sign-in', `/api/auth/oidc/callback/main?code=${SECRET}&state=${SECRET}`],
  ['a password in JSON', `{"email":"ada@example.com","password":"${SECRET}"}`],
  ['a password with quotes in JSON', JSON.stringify({ newPassword: `"${SECRET}" '${SECRET}` })],
  ['a secret in JSON inside JSON', JSON.stringify({ msg: JSON.stringify({ client_secret: SECRET }) })],
  ['a secret of an object that was printed', `{ clientSecret: '${SECRET}', id: 'x' }`],
  ['a form', `grant_type=authorization_code&client_secret=${SECRET}`],
  ['a cookie', `cookie: "muniment.session_token=${SECRET}; theme=dark"`],
  ['an environment', `MUNIMENT_SECRET=${SECRET}`],
  ['a key', `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`],
] as const)
  test(`${what} is not in a log`, () => {
    const masked = maskSecrets(text)
    assert.doesNotMatch(masked, new RegExp(SECRET))
    assert.match(masked, /\[redacted\]/)
  })

test('what is no secret stays readable', () => {
  for (const text of [
    'the token of "shop/payments-api" was revoked on 2026-10-07',
    'http://localhost:3000/findings?q=a%20b&severity=high',
    '{"level":50,"program":"worker","cluster":"eu-1","msg":"readings failed: 403 Forbidden"}',
    'policy require-labels: password must not be in env',
    'user ada@example.com at 10:30 from https://example.com:8443/x',
  ])
    assert.equal(maskSecrets(text), text)
})

test('a line of JSON stays JSON', () => {
  const line = JSON.stringify({ err: { message: `postgres://u:${SECRET}@h/d "q" Bearer ${SECRET}`, token: SECRET } })
  assert.deepEqual(JSON.parse(maskSecrets(line)), {
    err: { message: 'postgres://u:[redacted]@h/d "q" Bearer [redacted]', token: '[redacted]' },
  })
})

test('a long text of strangers takes no time to speak of', () => {
  const began = performance.now()
  for (const text of ['a:'.repeat(200_000), '://'.repeat(150_000), 'token="'.repeat(60_000), '?token'.repeat(60_000)])
    maskSecrets(text)
  assert.ok(performance.now() - began < 5_000, `${performance.now() - began} ms`)
})
