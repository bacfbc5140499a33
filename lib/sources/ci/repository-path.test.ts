import assert from 'node:assert/strict'
import { test } from 'node:test'
import { repositoryPath } from './repository-path.ts'

const path = (written: string, ...roots: string[]): string => repositoryPath(written, roots).path

test('the folders that runners check out to are not part of a path', () => {
  for (const root of [
    '/home/runner/work/shop/shop/',
    '/opt/actions/_work/shop/shop/',
    '/__w/shop/shop/',
    'D:\\a\\shop\\shop\\',
    'D:/a/1/s/',
    '/github/workspace/',
    '/builds/acme/shop/',
    '/home/vsts/work/1/s/',
    '/var/jenkins_home/workspace/shop-main/',
    '/home/circleci/project/',
    '/opt/atlassian/pipelines/agent/build/',
    '/home/dev/go/src/git.example.test/acme/shop/',
    '/src/',
    '/app/',
    '/tf/',
  ]) {
    assert.deepEqual(repositoryPath(`${root}infra/main.tf`), { path: 'infra/main.tf', portable: true }, root)
  }
})

test('a root that is named wins over the folders of runners', () => {
  assert.equal(path('/builds/acme/group/shop/main.tf', '/builds/acme/group/shop'), 'main.tf')
  assert.equal(path('/srv/checkout/main.tf', 'relative', '/srv/checkout/'), 'main.tf')
})

test('a folder whose name only begins like the root is not inside of it', () => {
  assert.equal(path('/srv/checkout-2/main.tf', '/srv/checkout'), '/srv/checkout-2/main.tf')
})

test('an absolute path without a known root is kept and said not to be portable', () => {
  assert.deepEqual(repositoryPath('/home/dev/shop/main.tf'), { path: '/home/dev/shop/main.tf', portable: false })
  assert.deepEqual(repositoryPath('C:\\shop\\main.tf'), { path: 'C:/shop/main.tf', portable: false })
})

test('dots, doubled slashes and backslashes are folded', () => {
  assert.equal(path('./infra//modules/../main.tf'), 'infra/main.tf')
  assert.equal(path('infra\\main.tf'), 'infra/main.tf')
  assert.equal(path('.'), '.')
})

test('a path that leaves the repository is kept as it was written', () => {
  assert.equal(path('../other/main.tf'), '../other/main.tf')
  assert.equal(path('infra/../../main.tf'), 'infra/../../main.tf')
  assert.equal(path('/../../etc/passwd'), '/../../etc/passwd')
})
