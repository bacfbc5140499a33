import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frameworkRows, mappingRows } from './catalog-rows.ts'
import { FRAMEWORKS, readCatalogs, readCatalogVersions } from './read-catalogs.ts'
import { readReferenceData } from './read-reference-data.ts'
import { supportingMappings } from './supporting-mappings.ts'

const catalogs = await readCatalogs()
const { controls } = frameworkRows(catalogs)
const mapped = mappingRows(catalogs)
const keyOf = (framework: string, id: string) => `${framework}:${id}`
const byKey = new Map(controls.map((control) => [keyOf(control.framework_id, control.id), control]))

test('every control of the five frameworks is there once', () => {
  const counts = FRAMEWORKS.map((name) => controls.filter(({ framework_id }) => framework_id === name).length)
  assert.deepEqual(counts, [61, 366, 69, 93, 1196])
  assert.equal(byKey.size, 1785)
})

test('1,014 controls of NIST are active, and headings of PCI DSS are rollups', () => {
  const nist = controls.filter(({ framework_id }) => framework_id === 'nist-800-53-r5')
  assert.equal(nist.filter(({ active }) => active).length, 1014)
  assert.equal(controls.filter(({ automation }) => automation === 'rollup').length, 86)
  assert.ok(nist.every(({ active, facts }) => active === (facts.status === 'active')))
})

test('every parent is a control of the same framework, above its children', () => {
  for (const control of controls) {
    if (control.parent_id === null) continue
    const parent = byKey.get(keyOf(control.framework_id, control.parent_id))
    assert.ok(parent && parent.position < control.position, `${control.framework_id} ${control.id}`)
  }
  assert.equal(byKey.get('pci-dss-4.0.1:8.3.6')?.parent_id, '8.3')
  assert.equal(byKey.get('pci-dss-4.0.1:8.3')?.parent_id, '8')
  assert.equal(byKey.get('nist-800-53-r5:AC-2(1)')?.parent_id, 'AC-2')
  assert.equal(byKey.get('hipaa:164.308(a)(1)(ii)(A)')?.parent_id, '164.308(a)(1)')
  assert.equal(byKey.get('soc2:CC6.1')?.parent_id, null)
  assert.match(byKey.get('soc2:CC6.1')?.section ?? '', /^CC6 /)
})

test('the mapping set has 1,312 entries with keys of their own and 10,794 pairs', () => {
  assert.equal(new Set(mapped.mappings.map(({ id }) => id)).size, 1312)
  assert.equal(mapped.controls.length, 10_794)
  assert.equal(
    new Set(mapped.controls.map((c) => `${c.mapping_id} ${keyOf(c.framework_id, c.control_id)}`)).size,
    10_794,
  )
})

test('every pair leads to an active control that is no heading, and says why it is there', () => {
  const basis = { exact: 0, related: 0, derived: 0, judgement: 0 }
  const reached = new Map<string, Set<string>>()
  for (const pair of mapped.controls) {
    const control = byKey.get(keyOf(pair.framework_id, pair.control_id))
    assert.ok(control?.active && control.automation !== 'rollup', `${pair.framework_id} ${pair.control_id}`)
    assert.equal(pair.sources.length === 0, pair.basis === 'judgement')
    basis[pair.basis]++
    reached.set(pair.framework_id, (reached.get(pair.framework_id) ?? new Set()).add(pair.control_id))
  }
  assert.deepEqual(basis, { exact: 3980, related: 356, derived: 1132, judgement: 5326 })
  assert.deepEqual(
    FRAMEWORKS.map((name) => reached.get(name)?.size),
    [16, 59, 21, 28, 60],
  )
})

test('policies that change resources, and conditional checks, only support a control', async () => {
  assert.equal((await supportingMappings()).size, 33)
})

test('the version of a file is the same with and without parsing it', async () => {
  const versions = await readCatalogVersions()
  assert.deepEqual(
    versions.frameworks,
    Object.fromEntries(catalogs.frameworks.map((f) => [f.catalog.framework, f.sha256])),
  )
  assert.equal(versions.mappings, catalogs.mappings.sha256)
})

test('the data around the mappings is whole, and names only controls and concepts that exist', async () => {
  const concepts = await readReferenceData('concepts')
  const areas = await readReferenceData('evidence-areas')
  const crosswalks = await readReferenceData('crosswalks')
  assert.deepEqual([concepts.length, areas.length, crosswalks.length], [110, 8, 628])
  assert.equal((await readReferenceData('mapping-sources')).length, 16)
  const unmapped = await readReferenceData('unmapped')
  assert.deepEqual(
    Object.entries(unmapped).map(([tool, checks]) => [tool, checks.length]),
    [
      ['trivy', 21],
      ['kubescape', 11],
      ['kyverno', 84],
    ],
  )
  const names = new Set(concepts.map(({ id }) => id))
  for (const { concept } of mapped.mappings) assert.ok(names.has(concept), concept)
  for (const area of areas) {
    for (const control of area.controls) assert.ok(byKey.has(control), control)
    for (const concept of area.automated_concepts) assert.ok(names.has(concept), concept)
  }
  for (const { from, to } of crosswalks) assert.ok(byKey.has(from) && byKey.has(to), `${from} ${to}`)
})
