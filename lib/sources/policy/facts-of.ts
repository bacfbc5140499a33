import type { StatedPolicy } from '#lib/domain/policy.ts'
import { asText } from '../ci/json-value.ts'
import { parseSeverity } from '../ci/parse-severity.ts'
import { cleanMessage } from '../clean-message.ts'
import type { PolicyObject } from './policy-object.ts'

type Facts = Pick<StatedPolicy, 'title' | 'category' | 'severity' | 'description' | 'helpUri'>
const FACTS = ['title', 'category', 'severity', 'description', 'url'] as const

/** Where each engine's library writes its facts, first come first: whole keys, then keys that end so. */
const PREFIXES = ['policies.kyverno.io/', 'metadata.gatekeeper.sh/']
const BARE: readonly string[] = ['description', 'severity', 'category']

/** Title, category, severity, description and link that a policy's annotations or labels give it. */
export function factsOf({ annotations, labels }: Pick<PolicyObject, 'annotations' | 'labels'>): Facts {
  const said = Object.fromEntries(FACTS.map((fact) => [fact, factIn([annotations, labels], fact)]))
  const severity = parseSeverity(said.severity)
  return {
    ...(said.title && { title: cleanMessage(said.title).trim() }),
    ...(said.category && { category: cleanMessage(said.category).trim() }),
    ...(severity && { severity }),
    ...(said.description && { description: cleanMessage(said.description).replace(/\s+/g, ' ').trim() }),
    ...(said.url?.startsWith('https://') && { helpUri: cleanMessage(said.url) }),
  }
}

function factIn(places: readonly PolicyObject['annotations'][], fact: (typeof FACTS)[number]): string | undefined {
  for (const place of places) {
    for (const prefix of PREFIXES) {
      const value = asText(place[`${prefix}${fact}`])
      if (value !== undefined) return value
    }
    if (!BARE.includes(fact)) continue
    for (const key in place)
      if (key === fact || key.endsWith(`/${fact}`)) {
        const value = asText(place[key])
        if (value !== undefined) return value
      }
  }
  return undefined
}
