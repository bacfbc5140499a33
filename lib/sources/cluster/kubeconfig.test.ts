import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, test } from 'node:test'
import { stringify } from 'yaml'
import { openApiClient } from './api-client.ts'
import { readKubeconfig } from './kubeconfig.ts'
import { readCluster } from './read-cluster.ts'
import { selfSigned } from './testing/self-signed.ts'

const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'))
after(() => rmSync(folder, { recursive: true }))
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const { cert, key } = selfSigned()

const kubeconfig = (context: string, user: Record<string, unknown>, cluster: Record<string, unknown> = {}) =>
  stringify({
    clusters: [{ name: context, cluster: { server: 'http://127.0.0.1:9', ...cluster } }],
    users: [{ name: context, user }],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
  })

test('a command in the kubeconfig is not run, neither while reading it nor by reading the cluster', async () => {
  const proof = join(folder, 'was-run')
  const command = write('sign-in', `#!/bin/sh\ntouch ${proof}\necho '{}'\n`)
  chmodSync(command, 0o755)
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command, interactiveMode: 'Never' }
  const runs = write('runs', kubeconfig('runs', { exec, token: 'abc' }))
  const plain = write('plain', kubeconfig('plain', { token: 'abc' }))
  const { contexts, refused } = readKubeconfig([runs, plain].join(delimiter))
  for (const access of contexts) {
    const client = openApiClient(access, { tries: 1 })
    await readCluster(client)
    await client.close()
  }
  assert.deepEqual(
    contexts.map(({ context }) => context),
    ['plain'],
  )
  assert.match(refused[0]?.reason ?? '', /^context "runs": user "runs" signs in by running a command/)
  assert.equal(existsSync(proof), false)
})

test("the operator's own kubeconfig may name files, found from the folder it lies in", () => {
  write('ca.crt', cert)
  write('client.crt', cert)
  write('client.key', key)
  const user = { 'client-certificate': 'client.crt', 'client-key': './client.key', tokenFile: 'token', token: 'older' }
  const path = write('files', kubeconfig('files', user, { 'certificate-authority': 'ca.crt' }))
  assert.deepEqual(readKubeconfig(path).contexts, [
    {
      context: 'files',
      server: 'http://127.0.0.1:9',
      ca: cert,
      tokenFile: join(folder, 'token'),
      clientCertificate: { cert, key },
    },
  ])
  const lost = write('lost', kubeconfig('lost', { token: 'abc' }, { 'certificate-authority': 'nowhere.crt' }))
  assert.match(readKubeconfig(lost).refused[0]?.reason ?? '', /certificate-authority of "lost" cannot be read \(ENOENT/)
})

test('a kubeconfig that cannot be read is said by its path', () => {
  assert.throws(() => readKubeconfig(join(folder, 'nowhere')), /^ProductError: KUBECONFIG: .*nowhere cannot be read/)
})

test('without a kubeconfig the cluster around the process is read, with its token file', () => {
  write('token', 'abc\n')
  write('ca.crt', cert)
  assert.deepEqual(readKubeconfig(undefined, folder).contexts, [
    { context: 'in-cluster', server: 'https://kubernetes.default.svc', ca: cert, tokenFile: join(folder, 'token') },
  ])
})

test('without a kubeconfig and outside a cluster there is nothing to read', () => {
  assert.deepEqual(readKubeconfig(undefined, join(folder, 'nowhere')), {
    contexts: [],
    refused: [],
    current: undefined,
  })
})
