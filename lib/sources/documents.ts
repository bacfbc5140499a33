import { type Rejected, UnreadableDocument } from '#lib/domain/result.ts'
import { ProductError } from '#lib/errors.ts'
import { checkDepth } from './documents/check-depth.ts'
import { cutPreamble } from './documents/cut-preamble.ts'
import { LIMITS } from './documents/limits.ts'
import { parseYaml } from './documents/parse-yaml.ts'
import { pathOf } from './documents/path-of.ts'
import { splitList } from './documents/split-list.ts'
import { inherit, isList, isPage, unfoldList } from './documents/unfold-list.ts'
import { decodeText } from './text-encoding.ts'

/** `index` counts the documents of the text, `place` is a JSON pointer to the object. */
export type PlacedObject = { index: number; place: string; value: unknown }
export type Documents = {
  objects: PlacedObject[]
  rejected: Rejected[]
  /** Set when a list says of itself that it is one page of several. */
  partial?: string
}

/**
 * Splits a text into the objects it holds: one JSON value, JSON lines, JSON or YAML documents between `---`, with lists
 * taken apart and a tool's preamble cut off. A document that cannot be read is rejected with its place and the others
 * are kept. A text beyond the limits of size and depth, or with nothing in it, throws `UnreadableDocument`.
 */
export function parseDocuments(input: string | Uint8Array): Documents {
  const text = textOf(input)
  const found: Found = { objects: [], rejected: [], index: -1, yaml: 0, isPaged: false }
  const whole = startsAsJson(text) ? tryJson(text) : undefined
  if (whole && 'value' in whole) addValue(found, nextPlace(found, false), whole.value)
  else {
    const pieces = piecesOf(text)
    if (pieces.length === 0) throw new UnreadableDocument('there is nothing in it')
    for (const piece of pieces) addPiece(found, piece, pieces.length > 1)
  }
  const { objects, rejected, isPaged } = found
  return { objects, rejected, ...(isPaged && { partial: 'the list is one page of several: it has a continue token' }) }
}

type Found = { objects: PlacedObject[]; rejected: Rejected[]; index: number; yaml: number; isPaged: boolean }

function textOf(input: string | Uint8Array): string {
  if (input.length > LIMITS.text) throw new ProductError('too-large', `larger than ${LIMITS.text / 1024 / 1024} MiB`)
  if (typeof input !== 'string') return decodeText(input)
  return input.startsWith('\uFEFF') ? input.slice(1) : input
}

const MARKER = /^---(?=\s|$)/m
const hasContent = (text: string): boolean => /^[ \t]*[^#%\s]/m.test(text)
const piecesOf = (text: string): string[] => text.split(MARKER).map(cutPreamble).filter(hasContent)
const startsAsJson = (text: string): boolean => /^\s*[{[]/.test(text)

/** Text that starts as JSON and is not may be flow-style YAML, which people write by hand and never at length. */
const MAX_FLOW_YAML = 1024 * 1024

function addPiece(found: Found, text: string, isOneOfMany: boolean): void {
  const json = startsAsJson(text) ? tryJson(text) : undefined
  const lines = json && 'fault' in json ? jsonLinesOf(text) : undefined
  if (json && 'value' in json) addValue(found, nextPlace(found, isOneOfMany), json.value)
  else if (lines) addJsonLines(found, lines)
  else if (json && text.length > MAX_FLOW_YAML) reject(found, nextPlace(found, isOneOfMany), json.fault)
  else if (json) addYaml(found, text, nextPlace(found, isOneOfMany))
  else addYamlPiece(found, text, nextPlace(found, isOneOfMany))
}

function jsonLinesOf(text: string): string[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 1 && 'value' in tryJson(lines[0] ?? '') ? lines : undefined
}

function addJsonLines(found: Found, lines: string[]): void {
  for (const line of lines) {
    const place = nextPlace(found, true)
    const json = tryJson(line)
    if ('value' in json) addValue(found, place, json.value)
    else reject(found, place, json.fault)
  }
}

function addYamlPiece(found: Found, text: string, place: string): void {
  const split = splitList(text)
  const list = split && readListHead(split.head)
  if (!list) addYaml(found, text, place)
  else {
    found.isPaged ||= isPage(list)
    for (const [i, item] of split.items.entries())
      addYaml(found, item, `${place}/items/${i}`, ([value]) => inherit(list, value))
  }
}

function readListHead(head: string) {
  try {
    const [list] = parseYaml(head)
    return isList(list) ? list : undefined
  } catch {
    return undefined
  }
}

/** With `unwrap`, the text is one item of a list, dash and all. */
function addYaml(found: Found, text: string, place: string, unwrap?: (list: unknown[]) => unknown): void {
  found.yaml += text.length
  if (found.yaml > LIMITS.yaml)
    throw new ProductError('too-large', `more than ${LIMITS.yaml / 1024 / 1024} MiB of YAML: send it as JSON`)
  try {
    for (const value of parseYaml(text)) addValue(found, place, unwrap && Array.isArray(value) ? unwrap(value) : value)
  } catch (error) {
    if (error instanceof ProductError) throw error
    reject(found, place, `not YAML: ${error instanceof Error ? error.message : error}`)
  }
}

function addValue(found: Found, place: string, value: unknown): void {
  checkDepth(value)
  found.isPaged ||= isPage(value)
  for (const object of unfoldList(place, value)) found.objects.push({ index: found.index, ...object })
}

/** Every document of several has a place of its own, a single one is the root. */
function nextPlace(found: Found, isOneOfMany: boolean): string {
  found.index++
  return isOneOfMany ? `/documents/${found.index}` : ''
}

function reject(found: Found, place: string, reason: string): void {
  found.rejected.push({ path: pathOf(place) || 'document', reason: reason.slice(0, 300) })
}

function tryJson(text: string): { value: unknown } | { fault: string } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { fault: `not JSON: ${error instanceof Error ? error.message : error}` }
  }
}
