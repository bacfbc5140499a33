import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { muniment } from '../support/command-line.ts'
import { expect, test } from '../support/page.ts'

const SARIF = 'e2e/fixtures/captured/checkov/payments-api/bad.sarif'
const JUNIT = 'e2e/fixtures/captured/checkov/payments-api/bad.junit.xml'
const CONTEXT = 'repository=shop/payments-api&commit=0123456789abcdef'

test.describe('a pipeline uploads its results', () => {
  test.use({ storageState: { cookies: [], origins: [] } })
  const made = () =>
    JSON.parse(muniment('token', 'create', '--source', 'shop/payments-api@door', '--json').output) as {
      token: string
      source: string
    }

  test('202 with counts, 200 for the same bytes, 401 without a token, 422 with the reason for something else', async ({
    request,
  }) => {
    const { token, source } = made()
    const headers = { authorization: `Bearer ${token}` }
    const door = (format: string) => `/api/v1/ingest/${format}?source=${encodeURIComponent(source)}&${CONTEXT}`
    for (const [format, file] of [
      ['sarif', SARIF],
      ['junit', JUNIT],
    ] as const) {
      const data = await readFile(file)
      const first = await request.post(door(format), { headers, data })
      expect(first.status()).toBe(202)
      const { scanId, document } = await first.json()
      expect(document.listed).toBeGreaterThan(10)
      expect(document.listed).toBe(document.parsed + document.rejected.length)
      const again = await request.post(door(format), { headers, data: gzipSync(data) })
      expect(again.status()).toBe(200)
      expect(await again.json()).toMatchObject({ scanId, replayed: true })
    }
    expect((await request.post(door('sarif'), { data: '{}' })).status()).toBe(401)
    const wrong = await request.post(door('sarif'), { headers, data: await readFile(JUNIT) })
    expect(wrong.status()).toBe(422)
    expect(wrong.headers()['content-type']).toContain('application/problem+json')
    expect((await wrong.json()).detail).toMatch(/JUnit XML, not SARIF/)
  })

  test('a token writes to its own source only, and not at all once revoked', async ({ request }) => {
    const { token } = made()
    const headers = { authorization: `Bearer ${token}` }
    const other = await request.post('/api/v1/ingest/sarif?source=another', { headers, data: '{}' })
    expect(other.status()).toBe(403)
    const tokens = JSON.parse(muniment('token', 'list', '--json').output) as { id: string; hint: string }[]
    const mine = tokens.find(({ hint }) => hint.endsWith(token.slice(-4)))
    expect(muniment('token', 'revoke', mine?.id ?? '').code).toBe(0)
    expect((await request.post('/api/v1/ingest/sarif', { headers, data: '{}' })).status()).toBe(401)
  })

  test('a body over the limit is refused with the limit named', async ({ request }) => {
    const { token } = made()
    const bomb = gzipSync(Buffer.alloc(260 * 1024 * 1024))
    const answer = await request.post('/api/v1/ingest/sarif', {
      headers: { authorization: `Bearer ${token}` },
      data: bomb,
    })
    expect(answer.status()).toBe(413)
    expect((await answer.json()).detail).toMatch(/250 MiB/)
  })
})
