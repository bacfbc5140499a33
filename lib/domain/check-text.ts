import type { Check } from './result.ts'

/** A check as people write it: `engine/policy` or `engine/policy/rule`. */
export const checkText = ({ engine, policy, rule }: Pick<Check, 'engine' | 'policy' | 'rule'>): string =>
  rule ? `${engine}/${policy}/${rule}` : `${engine}/${policy}`
