import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLocator } from './locate.ts'

const place = (artifactLocation: object, run: object = {}, root?: string) =>
  createLocator({ ...run }, root)({ locations: [{ physicalLocation: { artifactLocation, region: { startLine: 7 } } }] })
const path = (artifactLocation: object, run: object = {}, root?: string): string | undefined =>
  place(artifactLocation, run, root).path

test('a base that says nothing more is the root', () => {
  assert.equal(path({ uri: 'src/a.c', uriBaseId: '%SRCROOT%' }), 'src/a.c')
  assert.equal(path({ uri: 'src/a%20b.c' }), 'src/a b.c')
})

test('bases are followed outwards, to an absolute folder or to none', () => {
  const originalUriBaseIds = {
    REPO: { description: { text: 'not told' } },
    SRC: { uri: 'src/', uriBaseId: 'REPO' },
    BIN: { uri: 'file:///opt/build/', description: {} },
    OUT: { uri: 'out', uriBaseId: 'BIN' },
    LOOP: { uri: 'x/', uriBaseId: 'LOOP' },
  }
  assert.equal(path({ uri: 'kb.c', uriBaseId: 'SRC' }, { originalUriBaseIds }), 'src/kb.c')
  assert.equal(path({ uri: 'a.o', uriBaseId: 'OUT' }, { originalUriBaseIds }), 'out/a.o')
  assert.match(path({ uri: 'a.c', uriBaseId: 'LOOP' }, { originalUriBaseIds }) ?? '', /^(x\/)+a\.c$/)
})

test('a base below the checkout keeps the folders in between', () => {
  const originalUriBaseIds = { ROOTPATH: { uri: 'file:///home/runner/work/shop/shop/infra/' } }
  assert.equal(path({ uri: 'main.tf', uriBaseId: 'ROOTPATH' }, { originalUriBaseIds }), 'infra/main.tf')
  const elsewhere = { ROOTPATH: { uri: 'file:///mnt/build/shop/infra/' } }
  assert.equal(path({ uri: 'main.tf', uriBaseId: 'ROOTPATH' }, { originalUriBaseIds: elsewhere }), 'main.tf')
  assert.equal(
    path({ uri: 'main.tf', uriBaseId: 'ROOTPATH' }, { originalUriBaseIds: elsewhere }, '/mnt/build/shop'),
    'infra/main.tf',
  )
})

test('the root of version control and the working directory are taken off', () => {
  const mapped = { versionControlProvenance: [{ mappedTo: { uri: 'file:///mnt/co/' } }] }
  assert.equal(path({ uri: 'file:///mnt/co/a.tf' }, mapped), 'a.tf')
  const working = { invocations: [{ workingDirectory: { uri: 'file:///mnt/wd' } }] }
  assert.equal(path({ uri: 'file:///mnt/wd/deploy/a.yaml' }, working), 'deploy/a.yaml')
})

test('a file of Windows has no slash before its drive', () => {
  assert.deepEqual(
    { path: path({ uri: 'file:///C:/code/a.c' }), portable: place({ uri: 'file:///C:/code/a.c' }).portable },
    { path: 'C:/code/a.c', portable: false },
  )
  assert.equal(path({ uri: 'file:///D:/a/shop/shop/a.c' }), 'a.c')
})

test('an index names the artifact where the location has no uri of its own', () => {
  const artifacts = [{ location: { uri: 'a.c' } }, { location: { uri: 'b.c', uriBaseId: 'SRC' } }]
  const originalUriBaseIds = { SRC: { uri: 'src/' } }
  assert.equal(path({ index: 1 }, { artifacts, originalUriBaseIds }), 'src/b.c')
  assert.equal(path({ uri: 'own.c', index: 1 }, { artifacts }), 'own.c')
  assert.equal(path({ index: 9 }, { artifacts }), undefined)
  assert.equal(path({ index: -1 }, { artifacts }), undefined)
})

test('another scheme, another host and a path out of the repository stay as written', () => {
  for (const uri of ['https://example.test/a', 'file://server/share/a', '../../etc/passwd', 'git+ssh://h/a']) {
    assert.equal(path({ uri }), uri)
  }
})

test('a broken percent sign does not stop the reading', () => {
  assert.equal(path({ uri: 'a%zz.c' }), 'a%zz.c')
})

test('without any location the target of the analysis counts, and else there is no file', () => {
  const locate = createLocator({}, undefined)
  assert.equal(locate({ analysisTarget: { uri: 'a.dll' } }).path, 'a.dll')
  assert.equal(locate({}).path, undefined)
  assert.equal(locate({ locations: [] }).line, 0)
})

test('a logical location may live in the list of the run', () => {
  const logicalLocations = [{ name: 'f', fullyQualifiedName: 'a::f', kind: 'function' }]
  const [logical] = createLocator(
    { logicalLocations },
    undefined,
  )({ locations: [{ logicalLocations: [{ index: 0 }] }] }).logical
  assert.deepEqual(logical, { name: 'f', fullName: 'a::f', kind: 'function' })
})
