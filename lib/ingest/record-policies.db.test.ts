import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePolicies } from '#lib/sources/policy/parse.ts'
import { buildConstraint } from '#lib/testing/build-constraint.ts'
import { buildClusterPolicy } from '#lib/testing/build-policy.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { checkOf, parsedOf, resultOf, workload } from '#lib/testing/parsed.ts'
import { minute, testSource } from '#lib/testing/scan.ts'
import { recordPolicies } from './record-policies.ts'

const { db } = await testDatabase()

async function policiesOf(name: string) {
  const source = await testSource(db, name)
  const read = (at: Date, objects: object[], complete = true) =>
    recordPolicies(db, { sourceId: source.id, at, complete, policies: parsePolicies(objects).policies })
  const modes = async () => {
    const { rows } = await db.sql.query<{ text: string }>(
      `SELECT concat_ws(' ', c.rule, nullif(m.place, ''), (ARRAY['off', 'warn', 'ci', 'enforce', 'audit'])[m.mode + 1],
         to_char(m.valid_from AT TIME ZONE 'UTC', 'MM-DD HH24:MI'), to_char(m.valid_to AT TIME ZONE 'UTC', 'MM-DD HH24:MI'),
         CASE WHEN m.is_baseline THEN 'or earlier' END) AS text
       FROM check_mode m JOIN policy_check c ON c.id = m.check_id WHERE m.source_id = $1 ORDER BY c.rule, m.place, m.valid_from`,
      [source.id],
    )
    return rows.map(({ text }) => text)
  }
  return { ...source, read, modes }
}
const enforced = (metadata: object = {}) =>
  buildClusterPolicy({ metadata: { generation: 2, ...metadata }, spec: { validationFailureAction: 'Enforce' } })

test('a mode that was there when first read began then or earlier; one whose policy was never changed began with it', async () => {
  const old = await policiesOf('old')
  await old.read(minute(0), [buildClusterPolicy({ metadata: { generation: 5 } })])
  assert.deepEqual(await old.modes(), ['team audit 10-05 00:00 or earlier'])
  const fresh = await policiesOf('fresh')
  await fresh.read(minute(0), [buildClusterPolicy()])
  assert.deepEqual(await fresh.modes(), ['team audit 09-01 08:00'])
})

test('a policy that goes from audit to enforce keeps its past, and the same reading again writes nothing', async () => {
  const source = await policiesOf('switched')
  assert.equal(await source.read(minute(0), [buildClusterPolicy()]), 1)
  assert.equal(await source.read(minute(2), [buildClusterPolicy()]), 0)
  assert.equal(await source.read(minute(4), [enforced()]), 1)
  assert.deepEqual(await source.modes(), ['team audit 09-01 08:00 10-05 00:04', 'team enforce 10-05 00:04'])
})

test('a setting that is worded otherwise and does the same keeps its beginning', async () => {
  const source = await policiesOf('worded')
  await source.read(minute(0), [enforced({ generation: 1 })])
  await source.read(minute(2), [buildClusterPolicy({ spec: { validationFailureAction: 'enforce' } })])
  assert.deepEqual(await source.modes(), ['team enforce 09-01 08:00'])
})

test('each place has a history of its own', async () => {
  const source = await policiesOf('places')
  const overridden = (...namespaces: string[]) =>
    buildClusterPolicy({
      metadata: { generation: 3 },
      spec: { validationFailureActionOverrides: [{ action: 'Enforce', namespaces }] },
    })
  await source.read(minute(0), [overridden('shop')])
  await source.read(minute(2), [overridden('shop', 'pay')])
  await source.read(minute(4), [overridden('pay')])
  assert.deepEqual(await source.modes(), [
    'team audit 10-05 00:00 or earlier',
    'team pay enforce 10-05 00:02',
    'team shop enforce 10-05 00:00 10-05 00:04 or earlier',
  ])
})

test('only a complete reading ends the modes of a policy it lacks', async () => {
  const source = await policiesOf('gone')
  await source.read(minute(0), [buildClusterPolicy()])
  assert.equal(await source.read(minute(2), [], false), 0)
  assert.equal(await source.read(minute(4), []), 1)
  assert.deepEqual(await source.modes(), ['team audit 09-01 08:00 10-05 00:04'])
  await source.read(minute(6), [buildClusterPolicy()])
  assert.deepEqual(await source.modes(), ['team audit 09-01 08:00 10-05 00:04', 'team audit 10-05 00:06'])
})

test('a reading that comes late changes nothing', async () => {
  const source = await policiesOf('late')
  await source.read(minute(4), [enforced({ generation: 1 })])
  assert.equal(await source.read(minute(2), [buildClusterPolicy()]), 0)
  assert.deepEqual(await source.modes(), ['team enforce 09-01 08:00'])
})

test('what a policy says its check means wins over what reports said, and follows when it changes', async () => {
  const source = await policiesOf('facts')
  const check = { ...checkOf('facts-policy', 'team'), title: 'from a report', category: 'from a report' }
  await source.scan(minute(0), parsedOf([resultOf(workload('a'), check, 'fail')]))
  const named = (title: string) =>
    buildClusterPolicy({ metadata: { name: 'facts-policy', annotations: { 'policies.kyverno.io/title': title } } })
  const factsOf = async () =>
    (await db.sql.query(`SELECT title, category FROM policy_check WHERE policy = 'facts-policy'`)).rows
  await source.read(minute(2), [named('One')])
  assert.deepEqual(await factsOf(), [{ title: 'One', category: 'from a report' }])
  await source.read(minute(4), [named('Two')])
  assert.deepEqual(await factsOf(), [{ title: 'Two', category: 'from a report' }])
})

test('a constraint’s own facts win over those of its template, whichever changes last', async () => {
  const source = await policiesOf('template')
  const template = (title: string) => ({
    apiVersion: 'templates.gatekeeper.sh/v1',
    kind: 'ConstraintTemplate',
    metadata: { name: 'k8srequiredlabels', annotations: { 'metadata.gatekeeper.sh/title': title } },
    spec: { crd: { spec: { names: { kind: 'K8sRequiredLabels' } } } },
  })
  const plain = buildConstraint(undefined, { metadata: { name: 'plain' } })
  const named = buildConstraint(undefined, {
    metadata: { name: 'named', annotations: { 'metadata.gatekeeper.sh/title': 'Own title' } },
  })
  const titles = async () =>
    (await db.sql.query(`SELECT rule, title FROM policy_check WHERE policy = 'K8sRequiredLabels' ORDER BY rule`)).rows
  await source.read(minute(0), [plain, named, template('First')])
  await source.read(minute(2), [plain, named, template('Second')])
  assert.deepEqual(await titles(), [
    { rule: 'named', title: 'Own title' },
    { rule: 'plain', title: 'Second' },
  ])
})
