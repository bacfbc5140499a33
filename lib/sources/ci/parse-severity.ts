import type { Severity } from '#lib/domain/severity.ts'

const WORDS: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  high: 'high',
  important: 'high',
  medium: 'medium',
  moderate: 'medium',
  low: 'low',
  negligible: 'info',
  info: 'info',
  informational: 'info',
}

/** A severity as tools write it: a word, or a CVSS-like score from 0 to 10 as number or text. Undefined when it is neither. */
export function parseSeverity(value: unknown): Severity | undefined {
  if (typeof value === 'number') return severityOfScore(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim().toLowerCase()
  if (Object.hasOwn(WORDS, text)) return WORDS[text]
  return /^\d{1,2}(?:\.\d{1,6})?$/.test(text) ? severityOfScore(Number(text)) : undefined
}

function severityOfScore(score: number): Severity | undefined {
  if (!(score >= 0 && score <= 10)) return undefined
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  return score > 0 ? 'low' : 'info'
}
