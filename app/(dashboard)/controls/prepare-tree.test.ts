import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ControlState } from '#lib/controls/control-state.ts'
import type { ControlStateRow } from '#lib/queries/list-control-states.ts'
import { prepareTree } from './prepare-tree.ts'

const row = (
  id: string,
  section: string,
  parentId: string | null,
  automation: ControlStateRow['automation'],
  state: ControlState,
): ControlStateRow => ({
  id,
  displayId: id,
  title: `Title of ${id}`,
  section,
  parentId,
  automation,
  state,
  reason: null,
  exceptions: false,
  stale: false,
  parts: [],
})
const controls = [
  row('1', 'One', null, 'rollup', 'not_assessed'),
  row('1.1', 'One', '1', 'rollup', 'not_assessed'),
  row('1.1.1', 'One', '1.1', 'partial', 'fail'),
  row('1.1.2', 'One', '1.1', 'manual', 'not_assessed'),
  row('AC-2', 'Two', null, 'partial', 'pass'),
  row('AC-2(1)', 'Two', 'AC-2', 'partial', 'partial'),
]
const ids = (filter = {}) =>
  prepareTree(controls, filter).sections.map(({ rows }) => rows.map(({ id, depth }) => `${depth} ${id}`))

test('the order of the catalogue stays, and what stands below another is deeper', () => {
  assert.deepEqual(ids(), [
    ['0 1', '1 1.1', '2 1.1.1', '2 1.1.2'],
    ['0 AC-2', '1 AC-2(1)'],
  ])
})

test('a filter keeps the headings above what it keeps and counts what it hides', () => {
  assert.deepEqual(ids({ state: 'fail' }), [['0 1', '1 1.1', '2 1.1.1'], []])
  assert.equal(prepareTree(controls, { state: 'fail' }).hidden, 3)
  assert.deepEqual(ids({ automation: 'manual' }), [['0 1', '1 1.1', '2 1.1.2'], []])
  assert.deepEqual(ids({ q: 'ac-2(' }), [[], ['1 AC-2(1)']])
})

test('a heading and a section tell all states below them, filtered or not, and never count headings', () => {
  const { sections } = prepareTree(controls, { state: 'fail' })
  assert.deepEqual([sections[0]?.worst, sections[0]?.counts.fail, sections[0]?.counts.not_assessed], ['fail', 1, 1])
  assert.equal(sections[0]?.rows[0]?.below?.worst, 'fail')
  assert.equal(sections[1]?.worst, 'partial')
})

test('a control that has parts of its own and enhancements below it keeps its own state', () => {
  const row = prepareTree(controls, {}).sections[1]?.rows[0]
  assert.deepEqual([row?.state, row?.below], ['pass', undefined])
})
