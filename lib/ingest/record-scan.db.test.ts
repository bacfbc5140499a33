import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeReasonOf } from '#lib/domain/closing.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { checkOf, parsedOf, resultOf, workload } from '#lib/testing/parsed.ts'
import { minute, testSource } from '#lib/testing/scan.ts'

const { db } = await testDatabase()
const privileged = checkOf('disallow-privileged')
const labels = checkOf('require-labels')
const web = workload('web')
const api = workload('api')
let sources = 0
const source = () => testSource(db, `source-${sources++}`)

const reasons = (rows: { reason: number }[]) => rows.map(({ reason }) => closeReasonOf(reason))

test('the first complete scan opens baseline findings, and a later one new ones', async () => {
  const { scan, open } = await source()
  await scan(minute(0), parsedOf([resultOf(web, privileged, 'fail'), resultOf(web, labels, 'pass')]))
  await scan(
    minute(10),
    parsedOf([resultOf(web, privileged, 'fail'), resultOf(web, labels, 'fail'), resultOf(api, labels, 'fail')]),
  )
  assert.deepEqual(
    (await open()).map(({ name, policy, cause }) => [name, policy, cause]),
    [
      ['api', 'require-labels', 1],
      ['web', 'disallow-privileged', 0],
      ['web', 'require-labels', 2],
    ],
  )
})

test('a scan with nothing changed writes no finding and no state', async () => {
  const { id, scan } = await source()
  const said = () => parsedOf([resultOf(web, privileged, 'fail'), resultOf(api, privileged, { outcome: 'pass' })])
  await scan(minute(0), said())
  const versions = () =>
    db.sql.query(
      `SELECT xmin::text, ctid::text FROM finding_open WHERE source_id = $1 UNION ALL SELECT xmin::text, ctid::text FROM subject_state WHERE source_id = $1`,
      [id],
    )
  const before = await versions()
  const outcome = await scan(minute(10), said())
  assert.deepEqual((await versions()).rows, before.rows)
  assert.deepEqual([outcome.opened, outcome.closed, outcome.changed, outcome.rowsWritten], [0, 0, 0, 0])
})

test('T20: a changed message alone is not a change', async () => {
  const { scan } = await source()
  await scan(minute(0), parsedOf([resultOf(web, privileged, { outcome: 'fail', message: '819 days old' })]))
  const outcome = await scan(
    minute(10),
    parsedOf([resultOf(web, privileged, { outcome: 'fail', message: '820 days old' })]),
  )
  assert.equal(outcome.rowsWritten, 0)
})

test('a pass closes as fixed, an exception as excepted, a skip as not applicable, silence as not evaluated', async () => {
  const { scan, closed, open } = await source()
  const checks = ['a', 'b', 'c', 'd'].map((policy) => checkOf(policy))
  const [a, b, c, d] = checks
  assert.ok(a && b && c && d)
  await scan(minute(0), parsedOf(checks.map((check) => resultOf(web, check, 'fail'))))
  await scan(
    minute(10),
    parsedOf([
      resultOf(web, a, 'pass'),
      resultOf(web, b, { outcome: 'pass', exceptions: ['allow-b'] }),
      resultOf(web, c, 'skip'),
      resultOf(api, d, 'pass'),
    ]),
  )
  assert.deepEqual(reasons(await closed()), ['fixed', 'excepted', 'not_applicable', 'not_evaluated'])
  assert.deepEqual(await open(), [])
})

test('T14: a report that goes with its object, with its policy, or because reports were switched off means three things', async () => {
  const { scan, open, closed } = await source()
  await scan(
    minute(0),
    parsedOf([resultOf(web, privileged, 'fail'), resultOf(api, privileged, 'fail'), resultOf(api, labels, 'fail')]),
  )
  await scan(minute(10), parsedOf([resultOf(api, privileged, 'fail'), resultOf(api, labels, 'fail')]))
  await scan(minute(20), parsedOf([resultOf(api, labels, 'fail')]))
  await scan(minute(30), parsedOf([]), { complete: false, reason: 'the cluster serves no reports any more' })
  assert.deepEqual(reasons(await closed()), ['resource_deleted', 'not_evaluated'])
  assert.deepEqual(
    (await open()).map(({ name, policy }) => [name, policy]),
    [['api', 'require-labels']],
  )
})

test('T22: constraints that pass name no object that passes, so their feed holds violations only', async () => {
  const { id, scan } = await source()
  const constraint = { group: 'constraints.gatekeeper.sh', kind: 'K8sRequiredLabels', namespace: '', name: 'owner' }
  await scan(
    minute(0),
    parsedOf([resultOf(web, privileged, 'fail'), resultOf(constraint, labels, 'pass')], { format: 'gatekeeper' }),
  )
  const { rows } = await db.sql.query('SELECT violations_only FROM feed WHERE source_id = $1', [id])
  assert.deepEqual(rows, [{ violations_only: true }])
})

test('a subject missing from a complete scan closes as deleted, never as fixed', async () => {
  const { scan, closed } = await source()
  await scan(minute(0), parsedOf([resultOf(web, privileged, 'fail'), resultOf(api, privileged, 'fail')]))
  await scan(minute(10), parsedOf([resultOf(api, privileged, 'fail')]))
  assert.deepEqual(reasons(await closed()), ['resource_deleted'])
})

test('where a list holds violations only, a missing one is fixed while its check is still evaluated', async () => {
  const { scan, closed } = await source()
  const audit = (results: Parameters<typeof parsedOf>[0], checks = [privileged, labels]) =>
    parsedOf(results, { format: 'gatekeeper', absence: 'fixed', checks, checksComplete: true })
  await scan(minute(0), audit([resultOf(web, privileged, 'fail'), resultOf(api, labels, 'fail')]))
  await scan(minute(10), audit([], [privileged]))
  assert.deepEqual(
    (await closed()).map(({ name, reason }) => [name, closeReasonOf(reason)]),
    [
      ['api', 'not_evaluated'],
      ['web', 'fixed'],
    ],
  )
})

test('a scan that is not complete closes nothing by absence', async () => {
  const { scan, open, closed } = await source()
  await scan(
    minute(0),
    parsedOf([resultOf(web, privileged, 'fail'), resultOf(web, labels, 'fail'), resultOf(api, labels, 'fail')]),
  )
  const outcome = await scan(minute(10), parsedOf([resultOf(web, labels, 'pass')]), {
    complete: false,
    reason: '403 on policyreports',
  })
  assert.deepEqual([outcome.complete, outcome.reason], [false, '403 on policyreports'])
  assert.deepEqual(reasons(await closed()), ['fixed'])
  assert.deepEqual(
    (await open()).map(({ name, policy }) => [name, policy]),
    [
      ['api', 'require-labels'],
      ['web', 'disallow-privileged'],
    ],
  )
})

test('entries that could not be read make the scan partial', async () => {
  const { scan, open } = await source()
  await scan(minute(0), parsedOf([resultOf(web, privileged, 'fail')]))
  const outcome = await scan(
    minute(10),
    parsedOf([], { rejected: [{ path: 'items[0].results[0]', reason: 'no policy' }], listed: 1 }),
  )
  assert.deepEqual([outcome.complete, outcome.rejected], [false, 1])
  assert.equal((await open()).length, 1)
})

test('a finding missing from a cut list stays open unless its absence proves the fix', async () => {
  const { scan, open, closed } = await source()
  const audit = (results: Parameters<typeof parsedOf>[0], provesFixed?: (name: string) => boolean) =>
    parsedOf(results, {
      format: 'gatekeeper',
      absence: 'fixed',
      checks: [privileged],
      truncated: provesFixed
        ? [{ check: privileged, listed: 1, total: 9, provesFixed: ({ name }) => provesFixed(name) }]
        : [],
    })
  await scan(minute(0), audit([resultOf(api, privileged, 'fail'), resultOf(web, privileged, 'fail')]))
  const cut = await scan(
    minute(10),
    audit([resultOf(workload('front'), privileged, 'fail')], (name) => name < 'front'),
  )
  assert.deepEqual([cut.opened, cut.closed], [1, 1])
  assert.deepEqual(
    (await open()).map(({ name }) => name),
    ['front', 'web'],
  )
  assert.deepEqual(
    (await closed()).map(({ name }) => name),
    ['api'],
  )
  const same = await scan(
    minute(20),
    audit([resultOf(workload('front'), privileged, 'fail')], (name) => name < 'front'),
  )
  assert.equal(same.rowsWritten, 0)
})

test('how much a cut list showed of how much there is stands beside its check, until the list is whole again', async () => {
  const { id, scan } = await source()
  const audit = (total: number) =>
    parsedOf([resultOf(api, privileged, 'fail')], {
      format: 'gatekeeper',
      absence: 'fixed',
      checks: [privileged],
      truncated: total > 1 ? [{ check: privileged, listed: 1, total, provesFixed: () => false }] : [],
    })
  const shown = async () => {
    const { rows } = await db.sql.query(
      'SELECT k.listed, k.total, f.truncated FROM feed_check k JOIN feed f USING (source_id, feed_id) WHERE k.source_id = $1',
      [id],
    )
    return rows
  }
  await scan(minute(0), audit(9))
  assert.deepEqual(await shown(), [{ listed: 1, total: 9, truncated: true }])
  assert.equal((await scan(minute(2), audit(9))).rowsWritten, 0)
  assert.equal((await scan(minute(4), audit(7))).rowsWritten, 1)
  assert.deepEqual(await shown(), [{ listed: 1, total: 7, truncated: true }])
  await scan(minute(6), audit(1))
  assert.deepEqual(await shown(), [{ listed: null, total: null, truncated: false }])
})

test('a report that is emptied and soon filled again goes on in the same episode, a later one does not', async () => {
  const { scan, open } = await source()
  const full = parsedOf([resultOf(web, privileged, 'fail'), resultOf(web, labels, 'fail')])
  const empty = parsedOf([], { subjects: [web], checks: [privileged, labels] })
  await scan(minute(0), full)
  await scan(minute(2), empty)
  assert.deepEqual(await open(), [])
  await scan(minute(4), parsedOf([resultOf(web, privileged, 'fail'), resultOf(web, labels, 'pass')]))
  assert.deepEqual(
    (await open()).map(({ policy, episode, openedAt }) => [policy, episode, openedAt]),
    [['disallow-privileged', 1, minute(0)]],
  )
  await scan(minute(6), empty)
  await scan(minute(30), full)
  assert.deepEqual(
    (await open()).map(({ episode }) => episode),
    [2, 2],
  )
})

test('a finding that returns opens the next episode', async () => {
  const { scan, open } = await source()
  await scan(minute(0), parsedOf([resultOf(web, privileged, 'fail')]))
  await scan(minute(10), parsedOf([resultOf(web, privileged, 'pass')]))
  await scan(minute(20), parsedOf([resultOf(web, privileged, 'fail')]))
  assert.deepEqual(
    (await open()).map(({ episode, cause }) => [episode, cause]),
    [[2, 4]],
  )
})

test('a subject recreated within 15 minutes goes on in the same episode, a later one does not', async () => {
  const { scan, open, closed } = await source()
  const both = () => parsedOf([resultOf(web, privileged, 'fail'), resultOf(api, privileged, 'pass')])
  const one = () => parsedOf([resultOf(api, privileged, 'pass')])
  await scan(minute(0), both())
  await scan(minute(10), one())
  assert.equal((await closed()).length, 1)
  await scan(minute(20), both())
  assert.deepEqual(
    (await open()).map(({ episode, cause, openedAt }) => [episode, cause, openedAt.getTime()]),
    [[1, 0, minute(0).getTime()]],
  )
  assert.deepEqual(await closed(), [])
  await scan(minute(30), one())
  await scan(minute(50), both())
  assert.deepEqual(
    (await open()).map(({ episode, cause }) => [episode, cause]),
    [[2, 4]],
  )
})

test('the same bytes of the same run are stored once', async () => {
  const { id, scan } = await source()
  const first = await scan(minute(0), parsedOf([resultOf(web, privileged, 'fail')]))
  const second = await scan(minute(0), parsedOf([resultOf(web, privileged, 'fail')]))
  assert.deepEqual([second.scanId, second.replayed, second.opened, second.rowsWritten], [first.scanId, true, 0, 0])
  const { rows } = await db.sql.query('SELECT 1 FROM scan WHERE source_id = $1', [id])
  assert.equal(rows.length, 1)
})

test('a scan older than what is stored is kept and moves nothing', async () => {
  const { scan, open } = await source()
  await scan(minute(20), parsedOf([resultOf(web, privileged, 'pass')]))
  const late = await scan(minute(10), parsedOf([resultOf(web, privileged, 'fail')]))
  assert.deepEqual([late.status, late.opened, late.listed], ['superseded', 0, 1])
  assert.deepEqual(await open(), [])
})

test('two writers of one source take turns and leave one truth', async () => {
  const { scan, open } = await source()
  const scans = Array.from({ length: 6 }, (_, i) =>
    scan(minute(i), parsedOf([resultOf(workload(`w${i}`), privileged, 'fail')])),
  )
  const outcomes = await Promise.all(scans)
  const stored = outcomes.filter(({ status }) => status === 'stored').length
  assert.ok(stored >= 1)
  assert.deepEqual(
    (await open()).map(({ name }) => name),
    ['w5'],
  )
})

test('parts of one check are findings of their own, and one that goes while others stay is fixed', async () => {
  const { scan, open, closed } = await source()
  const cve = (part: string) => resultOf(web, privileged, { outcome: 'fail', part })
  await scan(minute(0), parsedOf([cve('openssl'), cve('zlib')]))
  await scan(minute(10), parsedOf([cve('zlib')]))
  assert.equal((await open()).length, 1)
  assert.deepEqual(reasons(await closed()), ['fixed'])
})

test('T9: pods count as their workload: its own result wins, else the worst of the instances', async () => {
  const { scan, open } = await source()
  const pod = (suffix: string) => workload(`web-7d4b9c6f5d-${suffix}`, 'shop', 'Pod')
  await scan(
    minute(0),
    parsedOf([
      resultOf(web, labels, 'pass'),
      resultOf(pod('x2x9z'), labels, 'fail'),
      resultOf(pod('x2x9z'), privileged, 'pass'),
      resultOf(pod('bbbbb'), privileged, 'fail'),
    ]),
  )
  assert.deepEqual(
    (await open()).map(({ name, policy }) => [name, policy]),
    [['web', 'disallow-privileged']],
  )
})

test('every change of a finding is in the event trail', async () => {
  const { id, scan } = await source()
  await scan(minute(0), parsedOf([resultOf(web, privileged, 'fail')]))
  await scan(minute(10), parsedOf([resultOf(web, privileged, { outcome: 'error', severity: 'low' })]))
  await scan(minute(20), parsedOf([resultOf(web, privileged, 'pass')]))
  const { rows } = await db.sql.query<{ event: number }>(
    'SELECT event FROM finding_event WHERE source_id = $1 ORDER BY at',
    [id],
  )
  assert.deepEqual(
    rows.map(({ event }) => event),
    [1, 3, 2],
  )
})

test('open at the end equals open at the start plus opened minus closed, whatever the order of scans', async () => {
  const { id, scan } = await source()
  const outcomes = ['fail', 'pass', 'warn', 'error', 'skip'] as const
  let seed = 7
  const random = (n: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % n
  }
  let balance = 0
  for (let i = 0; i < 25; i++) {
    const results = Array.from({ length: 12 }, (_, n) => n).flatMap((n) =>
      random(10) === 0 ? [] : [resultOf(workload(`w${n}`), n % 2 ? labels : privileged, outcomes[random(5)] ?? 'pass')],
    )
    const { opened, closed } = await scan(minute(i * 20), parsedOf(results), { complete: random(4) > 0 })
    balance += opened - closed
  }
  const { rows } = await db.sql.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM finding_open WHERE source_id = $1',
    [id],
  )
  assert.equal(rows[0]?.n, balance)
})

test('the first scan of a feed stores what a later one would have stored', async () => {
  const all = () =>
    parsedOf([
      resultOf(web, privileged, { outcome: 'fail', message: 'a\tb\\c\nd "e"' }),
      resultOf(web, labels, { outcome: 'skip', exceptions: ['shop/allow "it"'] }),
      resultOf(api, privileged, { outcome: 'warn', severity: 'unknown', part: 'p,{}' }),
      resultOf(api, labels, 'pass'),
    ])
  const stored = async (id: number) => {
    const read = async (text: string) => (await db.sql.query(text, [id])).rows
    return [
      await read(
        'SELECT subject, check_id, part, episode, status, severity, team_id, cause, opened_at, due_at, message, detail FROM finding_open WHERE source_id = $1 ORDER BY 1, 2',
      ),
      await read(
        'SELECT subject, check_id, part, at, gen, event, episode, detail FROM finding_event WHERE source_id = $1 ORDER BY 1, 2',
      ),
      await read(
        'SELECT subject, check_id, part, severity, names, since, message FROM finding_excepted WHERE source_id = $1',
      ),
      await read(
        `SELECT subject, hash, pass, skip, excepted, api_group, kind, namespace, name, detail, first_at, changed_at FROM subject_state WHERE source_id = $1 AND name <> 'other' ORDER BY 1`,
      ),
      await read('SELECT check_id, first_at, gone_at FROM feed_check WHERE source_id = $1 ORDER BY 1'),
    ]
  }
  const direct = await source()
  await direct.scan(minute(10), all())
  const staged = await source()
  await staged.scan(minute(0), parsedOf([], { subjects: [workload('other')] }), { complete: false })
  await staged.scan(minute(10), all(), { complete: false })
  assert.deepEqual(await stored(direct.id), await stored(staged.id))
})
