import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'

type Locked = { version?: string; resolved?: string; integrity?: string; link?: boolean; hasInstallScript?: boolean }
const read = async (file: string) => JSON.parse(await readFile(file, 'utf8'))
const { packages }: { packages: Record<string, Locked> } = await read('package-lock.json')
const manifest: Record<string, Record<string, string>> = await read('package.json')
const installed = Object.entries(packages).filter(([path, { link }]) => path !== '' && !link)

test('every package of the lockfile has a hash, and comes from no address but the registry’s', () => {
  assert.ok(installed.length > 100)
  const without = installed.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==/.test(integrity ?? ''))
  assert.deepEqual(
    without.map(([path]) => path),
    [],
  )
  const elsewhere = installed.filter(([, { resolved }]) => /^(git|file|http:)/.test(resolved ?? ''))
  assert.deepEqual(
    elsewhere.map(([path]) => path),
    [],
  )
})

test('every dependency has one exact version', () => {
  const wanted = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}),
  )
  assert.deepEqual(
    wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
    [],
  )
})
