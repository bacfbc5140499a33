import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApiClient } from './api-client.ts'
import { listPages, type Page } from './list-pages.ts'
import type { FakeApiServer } from './testing/fake-apiserver.ts'
import { KINDS } from './testing/kinds.ts'
import { openFakeCluster } from './testing/open-fake-cluster.ts'

const PATH = '/apis/wgpolicyk8s.io/v1alpha2/policyreports'
const kinds = [KINDS.policyReports]
const report = (name: string) => ({
  apiVersion: 'wgpolicyk8s.io/v1alpha2',
  kind: 'PolicyReport',
  metadata: { name, namespace: 'default' },
  results: [],
})
const fill = (server: FakeApiServer, count: number) => {
  for (let n = 0; n < count; n++) server.apply(report(`r${String(n).padStart(3, '0')}`))
}
const resourceOf = (server: FakeApiServer) => server.addKind(KINDS.policyReports)

/** The names of the list, as its pages say: each first page voids what came before. `between` runs after each page. */
async function listNames(client: ApiClient, limit: number, between: (pages: number) => void = () => {}) {
  const pages: Omit<Page, 'items' | 'bytes' | 'resourceVersion'>[] = []
  let names: string[] = []
  for await (const { items, bytes: _, resourceVersion: __, ...page } of listPages(client, PATH, { limit })) {
    if (page.isFirst) names = []
    names.push(...items.map((item) => /"name":"([^"]+)"/.exec(JSON.stringify(item))?.[1] ?? '?'))
    pages.push(page)
    between(pages.length)
  }
  return { names, pages }
}

test('pages show one moment: what is created or deleted while they are read is not among them', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  fill(server, 7)
  const { names, pages } = await listNames(client, 3, (count) => {
    server.apply(report(`r9-late-${count}`))
    server.store.delete(resourceOf(server), 'default', 'r005')
  })
  assert.deepEqual(names, ['r000', 'r001', 'r002', 'r003', 'r004', 'r005', 'r006'])
  const page = { isFirst: false, isConsistent: true, isUnpaged: false }
  assert.deepEqual(pages, [{ ...page, isFirst: true }, page, page])
})

test('an empty list is one page', async (t) => {
  const { client } = await openFakeCluster(t, { kinds })
  assert.deepEqual(await listNames(client, 3), {
    names: [],
    pages: [{ isFirst: true, isConsistent: true, isUnpaged: false }],
  })
})

test('a list that expires begins again, once, and is whole then', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  fill(server, 5)
  const { names, pages } = await listNames(client, 2, (count) => {
    if (count !== 2) return
    server.store.delete(resourceOf(server), 'default', 'r000')
    server.store.compact(resourceOf(server))
  })
  assert.deepEqual(names, ['r001', 'r002', 'r003', 'r004'])
  assert.deepEqual(
    pages.map(({ isFirst, isConsistent }) => [isFirst, isConsistent]),
    [
      [true, true],
      [false, true],
      [true, true],
      [false, true],
    ],
  )
})

test('a list that expires a second time goes on with the rest and says that it is not consistent', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  fill(server, 6)
  const { names, pages } = await listNames(client, 2, (count) => {
    if (count < 4) server.store.compact(resourceOf(server))
  })
  assert.deepEqual(names, ['r000', 'r001', 'r002', 'r003', 'r004', 'r005'])
  assert.deepEqual(
    pages.map(({ isConsistent }) => isConsistent),
    [true, true, false, false],
  )
})

test('a list that expires without a rest, or for ever, is an error', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  fill(server, 4)
  server.fault({ match: /continue=/, times: 2, status: 410, reason: 'Expired', message: 'too old' })
  await assert.rejects(listNames(client, 2), /the server answered 410: too old/)

  const rest = {
    reason: 'Expired',
    body: JSON.stringify({ kind: 'Status', message: 'again', metadata: { continue: 'x' } }),
  }
  server.fault({ match: /continue=/, times: 99, status: 410, ...rest })
  await assert.rejects(listNames(client, 2), /the server answered 410: again/)
})

test('reports-server is recognised: everything in one page, whatever the limit', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds, unpagedGroups: ['wgpolicyk8s.io'] })
  assert.deepEqual((await listNames(client, 2)).pages, [{ isFirst: true, isConsistent: true, isUnpaged: true }])
  fill(server, 5)
  const { names, pages } = await listNames(client, 2)
  assert.equal(names.length, 5)
  assert.deepEqual(pages, [{ isFirst: true, isConsistent: true, isUnpaged: true }])
})

test('an answer that is not a list is an error, never an empty list', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  const metadata = { resourceVersion: '5' }
  for (const body of [{}, { kind: 'PolicyReportList', metadata }, { kind: 'Status', metadata, items: [] }, []]) {
    server.fault({ match: /./, status: 200, body: JSON.stringify(body) })
    await assert.rejects(listNames(client, 2), /^ApiError: the answer is not a list of objects$/)
  }
})

test('a server that gives the same page again and again does not hold the reader', async (t) => {
  const { server, client } = await openFakeCluster(t, { kinds })
  const body = JSON.stringify({
    kind: 'PolicyReportList',
    metadata: { resourceVersion: '5', continue: 'x' },
    items: [],
  })
  server.fault({ match: /./, times: 99, status: 200, body })
  await assert.rejects(listNames(client, 2), /the same page again and again/)
  assert.equal(server.requests.length, 2)
})
