import { isObject } from '../ci/json-value.ts'
import { constraintOf, isConstraint } from './constraint-of.ts'

/** Whether a ValidatingAdmissionPolicy, with the binding that a result of it names, repeats a constraint. */
export type IsGenerated = (policy: string, binding: string | undefined) => boolean

/**
 * Gatekeeper turns templates into admission policies named `gatekeeper-<template>`, and constraints into their bindings,
 * named `gatekeeper-<kind>-<constraint>`, before 3.23 `gatekeeper-<constraint>`. What such a policy finds, the audit of its
 * constraint says as well; one whose audit says nothing repeats nothing.
 */
export function generatedFrom(constraints: readonly unknown[]): IsGenerated {
  const bindings = new Map<string, Set<string>>()
  const silent = new Set<string>()
  for (const object of constraints) {
    const constraint = isObject(object) && isConstraint(object) ? constraintOf(object) : undefined
    if (constraint === undefined || 'rejected' in constraint) continue
    const { kind, name, unaudited, isDoubtful } = constraint
    const policy = `gatekeeper-${kind.toLowerCase()}`
    if (unaudited !== undefined || isDoubtful) {
      silent.add(policy)
      continue
    }
    const own = bindings.get(policy) ?? new Set()
    bindings.set(policy, own.add(`gatekeeper-${name}`).add(`${policy}-${name}`))
  }
  return (policy, binding) => {
    const own = bindings.get(policy)
    if (own === undefined) return [...bindings.values()].some((names) => names.has(policy))
    return binding === undefined ? !silent.has(policy) : own.has(binding)
  }
}
