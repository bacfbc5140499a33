import { Validator } from '@seriousme/openapi-schema-validator'
import { apiCases } from '../support/api-cases.ts'
import { type Ask, apiClient } from '../support/api-client.ts'
import { type ApiDocument, answerChecker, operationsOf } from '../support/api-document.ts'
import { muniment } from '../support/command-line.ts'
import { expect, test } from '../support/page.ts'

const baseUrl = process.env.DEMO_URL ?? ''
const tokenOf = (...args: string[]) =>
  (JSON.parse(muniment('token', 'create', ...args, '--json').output) as { token: string }).token
const mediaTypeOf = (headers: Headers) => headers.get('content-type')?.split(';')[0] ?? ''
/** What is asked with a body, and has journeys of its own. */
const UPLOADS = ['ingest']

let ask: Ask
let document: ApiDocument
let cases: Record<string, string[]>

test.beforeAll(async () => {
  test.setTimeout(180_000)
  expect([0, 3]).toContain(muniment('bundle', '--period', '2026-11-01..2026-11-02', '--json').code)
  ask = apiClient(baseUrl, tokenOf('--read', '--role', 'admin', '--name', 'journey of the API'))
  document = JSON.parse((await ask('/api/v1/openapi.json')).text)
  cases = await apiCases(ask)
})

const operations = () => operationsOf(document).filter(({ operationId }) => !UPLOADS.includes(operationId))
const addresses = () =>
  operations().flatMap((operation) => (cases[operation.operationId] ?? []).map((path) => ({ operation, path })))
const lists = () => addresses().filter(({ operation }) => operation.responses[200]?.content?.['text/csv'])

test('the document is OpenAPI 3.1, and every operation of it is exercised here', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document))
  expect(errors ?? []).toEqual([])
  expect(valid).toBe(true)
  expect((document as unknown as { openapi: string }).openapi).toMatch(/^3\.1\./)
  expect(Object.keys(cases).sort()).toEqual(
    operations()
      .map(({ operationId }) => operationId)
      .sort(),
  )
})

test('every answer is as the document says, and its head is too', async () => {
  test.setTimeout(300_000)
  const check = answerChecker(document)
  for (const { operation, path } of addresses()) {
    const { status, headers, text } = await ask(path)
    expect(status, `${path}: ${text.slice(0, 200)}`).toBe(200)
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('cache-control'), path).toContain('private')
    expect(check(operation, status, mediaTypeOf(headers), text), path).toEqual([])
    const head = await ask(path, { method: 'HEAD' })
    expect([head.status, head.text, mediaTypeOf(head.headers)], path).toEqual([200, '', mediaTypeOf(headers)])
  }
  console.log(`${operations().length} operations, ${addresses().length} addresses`)
})

test('without a credential, with a wrong one, or with one for something else, nothing is answered', async () => {
  test.setTimeout(120_000)
  const nobody = apiClient(baseUrl)
  const check = answerChecker(document)
  const uploader = apiClient(baseUrl, tokenOf('--source', 'example/payments-api', '--name', 'uploads of the journey'))
  for (const { operation, path } of [...addresses(), { operation: undefined, path: '/api/v1/openapi.json' }]) {
    for (const [one, expected] of [
      [nobody, 401],
      [apiClient(baseUrl, 'mnt_0000000000000000000000000000000000000000000'), 401],
      [uploader, 403],
    ] as const) {
      const { status, headers, text } = await one(path)
      expect(status, path).toBe(expected)
      expect(mediaTypeOf(headers), path).toBe('application/problem+json')
      if (operation) expect(check(operation, status, mediaTypeOf(headers), text), path).toEqual([])
    }
  }
})

test('what is not understood is refused, with its name', async () => {
  test.setTimeout(120_000)
  const check = answerChecker(document)
  for (const { operation, path } of addresses()) {
    const { status, headers, text } = await ask(`${path}${path.includes('?') ? '&' : '?'}sevrity=high`)
    expect(status, path).toBe(400)
    expect(JSON.parse(text).detail, path).toContain('sevrity')
    expect(check(operation, status, mediaTypeOf(headers), text), path).toEqual([])
  }
  for (const [path, status, words] of [
    ['/api/v1/findings?severity=hgih', 400, 'severity'],
    ['/api/v1/findings?limit=501', 400, 'limit'],
    ['/api/v1/findings?after=junk', 400, 'after'],
    ['/api/v1/subjects?after=junk', 400, 'after'],
    ['/api/v1/teams?after=junk', 400, 'after'],
    ['/api/v1/findings?fields=key,secret', 400, 'secret'],
    ['/api/v1/controls?framework=soc2&asOf=2999-01-01', 400, 'asOf'],
    ['/api/v1/controls?framework=none', 404, 'none'],
    ['/api/v1/findings/none', 404, ''],
    ['/api/v1/sources/none', 404, ''],
    ['/api/v1/nothing', 404, ''],
  ] as const) {
    const answer = await ask(path)
    expect([answer.status, mediaTypeOf(answer.headers)], path).toEqual([status, 'application/problem+json'])
    expect(JSON.parse(answer.text).detail, path).toContain(words)
  }
  expect((await ask('/api/v1/findings', { headers: { accept: 'application/xml' } })).status).toBe(406)
})

test('the pages of a list are the whole list, and so are its files', async () => {
  test.setTimeout(300_000)
  for (const { path } of lists().filter((one) => !one.path.includes('limit='))) {
    const at = (query: string) => `${path}${path.includes('?') ? '&' : '?'}${query}`
    const lines = await ask(path, { headers: { accept: 'application/x-ndjson' } })
    expect(mediaTypeOf(lines.headers), path).toBe('application/x-ndjson')
    const whole = lines.text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))

    const limit = Math.min(500, Math.max(1, Math.ceil(whole.length / 3)))
    const walked: unknown[] = []
    for (let next: string | null = at(`limit=${limit}`); next; ) {
      const { headers, text } = await ask(next)
      const { data, page } = JSON.parse(text)
      walked.push(...data)
      next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null
      expect(next !== null, path).toBe(page.next !== null)
      expect(walked.length, path).toBeLessThanOrEqual(whole.length)
    }
    expect(walked, path).toEqual(whole)

    const file = JSON.parse((await ask(at('format=json'))).text)
    expect(file, path).toEqual({ data: whole })
    const csv = await ask(path, { headers: { accept: 'text/csv' } })
    expect(csv.headers.get('content-disposition'), path).toMatch(
      /^attachment; filename="[a-z-]+-\d{4}-\d{2}-\d{2}\.csv"$/,
    )
    const records = csv.text.match(/(?:"(?:[^"]|"")*"|[^"\r])*\r\n/g) ?? []
    expect(records.length, path).toBe(whole.length + 1)

    const [name = ''] = Object.keys(whole[0] ?? { none: 0 }).slice(-1)
    if (!whole.length) continue
    const picked = JSON.parse((await ask(at(`limit=2&fields=${name}`))).text).data
    expect(picked.map(Object.keys), path).toEqual(picked.map(() => [name]))
    expect((await ask(at(`format=csv&fields=${name}`))).text.split('\r\n')[0]?.split('.')[0], path).toBe(name)
  }
})

test('an answer that has not changed is not sent again', async () => {
  test.setTimeout(120_000)
  for (const { path } of addresses()) {
    const first = await ask(path)
    const tag = first.headers.get('etag')
    if (!tag) continue
    const again = await ask(path, { headers: { 'if-none-match': tag } })
    // A minute may end, or the worker may renew its numbers, between the two.
    if (again.status === 200) expect(again.headers.get('etag'), path).not.toBe(tag)
    else expect([again.status, again.text, again.headers.get('etag')], path).toEqual([304, '', tag])
  }
  const { headers } = await ask('/api/v1/findings?limit=1')
  const known = await ask('/api/v1/findings?limit=1', { headers: { 'if-none-match': headers.get('etag') ?? '' } })
  expect(known.status).toBe(304)
  const other = apiClient(baseUrl, tokenOf('--read', '--role', 'member', '--team', 'payments', '--name', 'another'))
  const theirs = await other('/api/v1/findings?limit=1')
  expect(theirs.headers.get('etag')).not.toBe(headers.get('etag'))
})

test('results that come in give a new tag, and what a stranger wrote into them runs in no spreadsheet', async () => {
  // A source of its own each time: the same bytes twice are one scan.
  const source = `shop/formulas@${Date.now()}`
  const token = tokenOf('--source', source)
  const listed = `/api/v1/findings?source=${encodeURIComponent(source)}`
  const before = await ask(listed)
  const message = '=HYPERLINK("https://evil.example","open")'
  const sarif = {
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: '@scanner', rules: [{ id: '+rule' }] } },
        results: [{ ruleId: '+rule', level: 'error', message: { text: message }, locations: [] }],
      },
    ],
  }
  const stored = await fetch(`${baseUrl}/api/v1/ingest/sarif`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(sarif),
  })
  expect(stored.status).toBe(202)
  const after = await ask(listed, { headers: { 'if-none-match': before.headers.get('etag') ?? '' } })
  expect(after.status).toBe(200)
  expect(JSON.parse(after.text).data[0].message).toBe(message)
  const csv = (await ask(`${listed}&format=csv&fields=message,rule,policy`)).text
  expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"",""open"")"`)
  for (const cell of csv.split(/\r\n|,/)) expect(cell).not.toMatch(/^"?[=+@-]/)
})

test('each file that is taken is in the audit log, with who took it and what was asked', async () => {
  await ask('/api/v1/exceptions?format=csv&kind=skip')
  const { data } = JSON.parse((await ask('/api/v1/audit-log?action=rows.exported&limit=1')).text)
  expect(data[0]).toMatchObject({
    actor: 'token:journey of the API',
    object: 'exceptions',
    detail: { format: 'csv', query: '?format=csv&kind=skip' },
  })
})
