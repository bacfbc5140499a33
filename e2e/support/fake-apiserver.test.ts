import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Agent, request } from 'undici'
import { openApiClient } from '#lib/sources/cluster/api-client.ts'
import { readKubeconfig } from '#lib/sources/cluster/kubeconfig.ts'
import { readCluster } from '#lib/sources/cluster/read-cluster.ts'

const COMMAND = fileURLToPath(new URL('fake-apiserver.ts', import.meta.url))
const REPORTS = `
apiVersion: wgpolicyk8s.io/v1alpha2
kind: PolicyReportList
items:
- metadata: {name: first, namespace: shop}
  results: []
- metadata: {name: second, namespace: shop}
---
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sRequiredLabels
metadata: {name: need-owner}
`

async function startCommand(t: TestContext, args: string[], text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'fake-'))
  const [file, kubeconfig] = [join(folder, 'objects.yaml'), join(folder, 'kubeconfig.yaml')]
  writeFileSync(file, text)
  const child = spawn(process.execPath, [COMMAND, '--kubeconfig', kubeconfig, ...args, file], { stdio: 'pipe' })
  const exited = once(child, 'exit')
  t.after(async () => {
    child.kill('SIGTERM')
    await exited
    rmSync(folder, { recursive: true })
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const url = (await lines.next()).value
  return { child, exited, kubeconfig, url, path: (await lines.next()).value }
}

test('the command serves files over TLS with a kubeconfig that only its owner can read, and objects can be made and deleted', async (t) => {
  const { kubeconfig, path } = await startCommand(t, ['--context', 'eu-1'], REPORTS)
  assert.equal(path, `KUBECONFIG=${kubeconfig}`)
  assert.equal(statSync(kubeconfig).mode & 0o777, 0o600)
  const [access] = readKubeconfig(kubeconfig).contexts
  assert.ok(access?.token && access.ca)
  const client = openApiClient(access)
  const agent = new Agent({ connect: { ca: access.ca } })
  t.after(() => Promise.all([client.close(), agent.close()]))

  const names = async () => {
    const { reports } = await readCluster(client)
    return reports.map((report) => /"name":"([^"]+)"/.exec(JSON.stringify(report))?.[1])
  }
  const collection = `${access.server}/apis/wgpolicyk8s.io/v1alpha2/namespaces/shop/policyreports`
  const send = async (method: 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${access.token}`, 'content-type': 'application/json' }
    const answer = await request(url, { dispatcher: agent, method, headers, body: body ? JSON.stringify(body) : null })
    await answer.body.dump()
    return answer.statusCode
  }
  const report = { apiVersion: 'wgpolicyk8s.io/v1alpha2', kind: 'PolicyReport', metadata: { name: 'third' } }

  const snapshot = await readCluster(client)
  assert.equal(snapshot.context, 'eu-1')
  assert.deepEqual(
    snapshot.namespaces.map(({ name }) => name),
    ['default', 'kube-system', 'shop'],
  )
  assert.equal(snapshot.constraints.length, 1)
  assert.ok(snapshot.kinds.every(({ complete }) => complete))
  assert.deepEqual(await names(), ['first', 'second'])
  assert.equal(await send('POST', collection, report), 201)
  assert.equal(await send('POST', collection, report), 409)
  assert.deepEqual(await names(), ['first', 'second', 'third'])
  assert.equal(await send('PUT', `${collection}/third`, { ...report, results: [] }), 200)
  assert.equal(await send('PUT', `${collection}/third`, { ...report, kind: 'Other' }), 400)
  assert.equal(await send('DELETE', `${collection}/third`), 200)
  assert.equal(await send('DELETE', `${collection}/third`), 404)
  assert.deepEqual(await names(), ['first', 'second'])
})

test('SIGTERM ends the command cleanly, open watches and all', async (t) => {
  const { child, exited, kubeconfig } = await startCommand(t, [], REPORTS)
  const [access] = readKubeconfig(kubeconfig).contexts
  assert.ok(access?.token && access.ca)
  const agent = new Agent({ connect: { ca: access.ca } })
  t.after(() => agent.destroy())
  const url = `${access.server}/apis/wgpolicyk8s.io/v1alpha2/policyreports?watch=true`
  const { body } = await request(url, { dispatcher: agent, headers: { authorization: `Bearer ${access.token}` } })
  const received = body.text()
  child.kill('SIGTERM')
  await assert.rejects(received)
  assert.deepEqual(await exited, [0, null])
})

test('a request without the token is refused', async (t) => {
  const { url } = await startCommand(t, ['--http'], REPORTS)
  const { statusCode, body } = await request(`${url}/api/v1/namespaces`)
  await body.dump()
  assert.equal(statusCode, 401)
})

test('a file that holds no objects stops the command before it serves anything', async (t) => {
  const { exited, kubeconfig } = await startCommand(t, [], 'just: text')
  assert.deepEqual(await exited, [1, null])
  assert.equal(existsSync(kubeconfig), false)
})
