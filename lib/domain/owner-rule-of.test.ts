import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownerRuleOf } from './owner-rule-of.ts'
import type { OwnerRule, Place } from './ownership.ts'

const rules: OwnerRule[] = [
  { teamId: 2, kind: 'namespace', pattern: 'payments-*', position: 20 },
  { teamId: 1, kind: 'namespace', pattern: 'staging/payments-*', position: 10 },
  { teamId: 3, kind: 'label', pattern: 'cost-centre=42', position: 30 },
]
const place = (namespace: string, labels: Place['labels'] = {}, source = 'production'): Place => ({
  source,
  repository: null,
  namespace,
  labels,
})
const bySlug = new Map([['search', 4]])

test('the rule that is named is the one that decided: the first that applies', () => {
  assert.deepEqual(ownerRuleOf(rules, place('payments-api', {}, 'staging'), bySlug), {
    teamId: 1,
    rule: 'namespace staging/payments-*',
  })
  assert.deepEqual(ownerRuleOf(rules, place('payments-api'), bySlug), { teamId: 2, rule: 'namespace payments-*' })
  assert.deepEqual(ownerRuleOf(rules, place('other', { 'cost-centre': '42' }), bySlug), {
    teamId: 3,
    rule: 'label cost-centre=42',
  })
})

test('without a rule the team label decides and is named', () => {
  assert.deepEqual(ownerRuleOf(rules, place('index', { owner: 'Search' }), bySlug), {
    teamId: 4,
    rule: 'label owner=Search',
  })
})

test('what nobody owns has no rule', () => {
  assert.deepEqual(ownerRuleOf(rules, place('index', { owner: 'nobody known' }), bySlug), { teamId: 0, rule: '' })
})
