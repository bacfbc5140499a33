import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ensureSource } from '#lib/ingest/ensure-source.ts'
import { buildClusterPolicy } from '#lib/testing/build-policy.ts'
import { buildReport } from '#lib/testing/build-report.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { ingestDocuments } from './ingest-documents.ts'

const { db } = await testDatabase()
const at = (hour: number) => new Date(Date.UTC(2026, 9, 5, hour))
const upload = async (hour: number, ...objects: object[]) =>
  ingestDocuments(db, {
    source: await ensureSource(db.sql, { name: 'eu-1', kind: 'cluster', now: at(0) }),
    documents: [
      { name: 'a.json', bytes: Buffer.from(JSON.stringify({ kind: 'List', apiVersion: 'v1', items: objects })) },
    ],
    complete: true,
    observedAt: at(hour),
    receivedAt: at(hour),
  })

test('policies in an upload say what their checks mean, are counted, and are no empty reading that would close findings', async () => {
  await upload(1, buildReport())
  const { documents, scans } = await upload(2, buildClusterPolicy())
  assert.deepEqual(scans, [])
  assert.deepEqual(
    documents.map(({ listed, parsed, rejected, ignored }) => [listed, parsed, rejected.length, ignored[0]?.count]),
    [[1, 0, 0, 1]],
  )
  const { rows } = await db.sql.query(
    `SELECT c.title, m.mode FROM finding_open f JOIN policy_check c ON c.id = f.check_id JOIN check_mode m USING (source_id, check_id)`,
  )
  assert.deepEqual(rows, [{ title: 'Require labels', mode: 4 }])
})
