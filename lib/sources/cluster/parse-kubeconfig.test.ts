import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { parseKubeconfig } from './parse-kubeconfig.ts'
import { selfSigned } from './testing/self-signed.ts'

const { cert, key } = selfSigned()
const base64 = (text: string) => Buffer.from(text).toString('base64')

type Fields = Record<string, unknown>
const kubeconfig = (user: Fields, cluster: Fields = {}) =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c1', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
    users: [{ name: 'anna', user }],
    contexts: [{ name: 'prod', context: { cluster: 'c1', user: 'anna', namespace: 'x' } }],
    'current-context': 'prod',
  })
const reasonFor = (user: Fields, cluster: Fields = {}) => {
  const { contexts, refused } = parseKubeconfig([{ text: kubeconfig(user, cluster) }])
  assert.deepEqual(contexts, [])
  assert.equal(refused.length, 1)
  assert.equal(refused[0]?.context, 'prod')
  return refused[0]?.reason ?? ''
}

test('a context with a server, a CA and a token is accepted', () => {
  const text = kubeconfig({ token: 'abc' }, { 'certificate-authority-data': base64(cert), 'tls-server-name': 'k8s' })
  assert.deepEqual(parseKubeconfig([{ text }]), {
    contexts: [{ context: 'prod', server: 'https://10.0.0.1:6443', ca: cert, serverName: 'k8s', token: 'abc' }],
    refused: [],
    current: 'prod',
  })
})

test('a client certificate with its key is accepted, one without the other is refused', () => {
  const both = { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) }
  const [access] = parseKubeconfig([{ text: kubeconfig(both) }]).contexts
  assert.deepEqual(access?.clientCertificate, { cert, key })
  assert.match(reasonFor({ 'client-certificate-data': base64(cert) }), /user "anna" has only one of/)
})

test('a way to sign in that runs code or borrows rights is refused with the user, the context and what to do', () => {
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'aws', args: ['eks', 'get-token'] }
  for (const user of [{ exec }, { exec, token: 'abc' }, { 'auth-provider': { name: 'gcp' } }, { username: 'a' }])
    assert.match(reasonFor(user), /^context "prod": user "anna" .*kubectl create token/)
  assert.match(reasonFor({ token: 'abc', as: 'system:admin' }), /user "anna" has the field as/)
  assert.match(reasonFor({}), /neither a token nor a client certificate; make a token/)
})

test('a cluster that weakens the connection is refused', () => {
  const token = { token: 'abc' }
  assert.match(reasonFor(token, { 'insecure-skip-tls-verify': true }), /cluster "c1" turns the check/)
  assert.match(reasonFor(token, { 'proxy-url': 'http://proxy' }), /proxy/)
  assert.match(reasonFor(token, { 'certificate-authority-data': base64('hello') }), /not a certificate/)
  const broken = cert.replace(/[A-Za-z0-9]{20}\n/, '\n')
  assert.match(reasonFor(token, { 'certificate-authority-data': base64(broken) }), /cannot be used/)
})

test('http is accepted on loopback only, and an address with anything but host and path never', () => {
  const serverOf = (server: string) => {
    const { contexts, refused } = parseKubeconfig([{ text: kubeconfig({ token: 'abc' }, { server }) }])
    return contexts[0]?.server ?? refused[0]?.reason.replace(/^.*cluster "c1" is /, '')
  }
  assert.equal(serverOf('http://127.0.0.1:8001/'), 'http://127.0.0.1:8001')
  assert.equal(serverOf('http://[::1]:8001'), 'http://[::1]:8001')
  assert.equal(serverOf('https://rancher.example/k8s/clusters/c-1/'), 'https://rancher.example/k8s/clusters/c-1')
  for (const server of ['http://10.0.0.1', 'http://127.0.0.1.example', 'http://localhost.example'])
    assert.equal(serverOf(server), 'http://, which would show the token; use https://')
  for (const server of ['', 'ftp://127.0.0.1', 'file:///etc', 'https://u:p@host', 'https://host/?a=b', 'host:6443'])
    assert.equal(serverOf(server), 'not a plain https:// address')
})

test('a pasted kubeconfig cannot name files of this machine', () => {
  for (const field of ['tokenFile', 'client-certificate', 'client-key'])
    assert.match(
      reasonFor({ token: 'abc', [field]: '/etc/passwd' }),
      new RegExp(`user "anna" names a file \\(${field}\\)`),
    )
  assert.match(
    reasonFor({ token: 'abc' }, { 'certificate-authority': '/etc/passwd' }),
    /names a file \(certificate-auth/,
  )
})

test('a field that is not known is refused, because it may change what the others mean', () => {
  assert.match(reasonFor({ token: 'abc', signer: 'x' }), /field signer, which is not supported/)
  assert.match(reasonFor({ token: 'abc' }, { tunnel: 'x' }), /field tunnel, which is not supported/)
})

test('one refused context does not take the others with it, and a broken reference is named', () => {
  const text = stringify({
    clusters: [{ name: 'c1', cluster: { server: 'https://c1' } }],
    users: [
      { name: 'good', user: { token: 'abc', exec: null } },
      { name: 'bad', user: { exec: { command: 'x' } } },
    ],
    contexts: [
      { name: 'a', context: { cluster: 'c1', user: 'bad' } },
      { name: 'b', context: { cluster: 'c1', user: 'good' } },
      { name: 'c', context: { cluster: 'c1', user: 'nobody' } },
      { name: 'd', context: { cluster: 'c2', user: 'good' } },
    ],
  })
  const { contexts, refused, current } = parseKubeconfig([{ text }])
  assert.deepEqual(
    contexts.map(({ context }) => context),
    ['b'],
  )
  assert.deepEqual(
    refused.map(({ context }) => context),
    ['a', 'c', 'd'],
  )
  assert.match(refused[1]?.reason ?? '', /its user "nobody" is not in the kubeconfig/)
  assert.match(refused[2]?.reason ?? '', /its cluster "c2" is not in the kubeconfig/)
  assert.equal(current, undefined)
})

test('several kubeconfigs complete each other, and the first to name an entry wins', () => {
  const first = stringify({ contexts: [{ name: 'prod', context: { cluster: 'c1', user: 'anna' } }] })
  const second = kubeconfig({ token: 'second' })
  const third = kubeconfig({ token: 'third' })
  const { contexts } = parseKubeconfig([{ text: first }, { text: second }, { text: third }])
  assert.deepEqual(contexts, [{ context: 'prod', server: 'https://10.0.0.1:6443', token: 'second' }])
})

test('a text that is no kubeconfig is refused without quoting it', () => {
  const secret = 'sEcReT'
  const texts = [
    `users:\n- name: a\n  user: {token: ${secret}`,
    `just ${secret}`,
    `users: ${secret}`,
    `contexts: [{name: ${secret}}]`,
  ]
  for (const text of texts)
    assert.throws(
      () => parseKubeconfig([{ text }]),
      (error: Error) => error.message.includes('kubeconfig') && !error.message.includes(secret),
    )
  assert.throws(() => parseKubeconfig([{ text: `# ${'x'.repeat(1024 * 1024)}` }]), /longer than 1 MiB/)
  assert.throws(() => parseKubeconfig([{ text: '['.repeat(20_000) }]), /neither YAML nor JSON/)
  const token = kubeconfig({ token: `${secret}\r\nHost: elsewhere` })
  assert.doesNotMatch(JSON.stringify(parseKubeconfig([{ text: token }])), new RegExp(secret))
})
