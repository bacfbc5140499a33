import { asObject, asText, type JsonObject } from '../ci/json-value.ts'
import { cleanMessage } from '../clean-message.ts'
import { parseMoment, parseTtl } from './parse-expiry.ts'

/** What people write about an exception, wherever they put it. */
export type Notes = { reason?: string; approver?: string; requester?: string; ticket?: string }
export type Expiry = { expiresAt?: Date; unreadable: string[] }

const TTL = 'cleanup.kyverno.io/ttl'
/** Last parts of keys, in lower case and without separators: nothing here is a standard, so all common spellings count. */
const NOTES: readonly (readonly [keyof Notes, readonly string[]])[] = [
  ['reason', ['reason', 'justification']],
  ['approver', ['approvedby', 'approver']],
  ['requester', ['requestedby', 'requester', 'owner']],
  ['ticket', ['ticket', 'jira']],
]
const EXPIRY = ['expires', 'expiresat', 'expiry', 'validuntil']

/** Places in order of trust: what the API has fields for, then annotations, then labels. */
const placesOf = ({ spec, metadata }: JsonObject): readonly (JsonObject | undefined)[] => [
  asObject(asObject(spec)?.properties),
  asObject(asObject(metadata)?.annotations),
  asObject(asObject(metadata)?.labels),
]

export function notesOf(object: JsonObject): Notes {
  const notes: Notes = {}
  for (const [note, names] of NOTES) {
    const value = findNote(placesOf(object), names)
    if (value !== undefined) notes[note] = cleanMessage(value)
  }
  return notes
}

/**
 * When an exception ends. What Kyverno acts on (`spec.expiresAt`, the clean-up label) is asked first, and the earlier
 * counts; only without either does a note by hand. A value that is no time is told instead of being taken for none.
 */
export function expiryOf(object: JsonObject, createdAt: Date | undefined): Expiry {
  const unreadable: string[] = []
  const read = (value: string | undefined, parse: (text: string) => Date | undefined) => {
    const date = value === undefined ? undefined : parse(value)
    if (value !== undefined && !date) unreadable.push(value)
    return date
  }
  const labels = asObject(asObject(object.metadata)?.labels)
  const acted = [
    read(asText(asObject(object.spec)?.expiresAt), parseMoment),
    read(asText(labels?.[TTL]), (text) => parseTtl(text, createdAt)),
  ].filter((date) => date !== undefined)
  const expiresAt = acted.sort((a, b) => a.getTime() - b.getTime())[0]
  const stated = expiresAt ?? read(findNote(placesOf(object), EXPIRY), parseMoment)
  return { ...(stated && { expiresAt: stated }), unreadable }
}

function findNote(places: readonly (JsonObject | undefined)[], names: readonly string[]): string | undefined {
  for (const place of places)
    for (const name of names)
      for (const key in place) if (lastPart(key) === name && asText(place[key]) !== undefined) return asText(place[key])
  return undefined
}

const lastPart = (key: string): string =>
  key
    .slice(key.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/[-_.]/g, '')
