import { ProductError } from '#lib/errors.ts'
import type { JsonObject } from '../ci/json-value.ts'
import { LIMITS } from './limits.ts'

type Nested = JsonObject | readonly unknown[]

/** Throws when objects and lists nest deeper than the limit; a value that holds itself does. */
export function checkDepth(value: unknown): void {
  if (isNested(value) && !fits(value, LIMITS.depth))
    throw new ProductError('too-large', `nested deeper than ${LIMITS.depth} levels`)
}

const isNested = (value: unknown): value is Nested => typeof value === 'object' && value !== null
const isArray = (value: Nested): value is readonly unknown[] => Array.isArray(value)

function fits(value: Nested, levels: number): boolean {
  if (levels === 0) return false
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const child = value[i]
      if (isNested(child) && !fits(child, levels - 1)) return false
    }
    return true
  }
  for (const key in value) {
    const child = value[key]
    if (isNested(child) && !fits(child, levels - 1)) return false
  }
  return true
}
