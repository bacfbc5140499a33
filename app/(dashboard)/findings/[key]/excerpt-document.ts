import { parseDocuments } from '#lib/sources/documents.ts'
import { decodeText } from '#lib/sources/text-encoding.ts'

export type Excerpt = { text: string; isCut: boolean }

const MAX_CHARACTERS = 12_000

/**
 * The entry of an original that a finding came from: what stands at its JSON pointer, pretty-printed, or the test case of its
 * name as written. Undefined when it is not there any more or the document cannot be read. The text is not escaped.
 */
export function excerptDocument(
  bytes: Uint8Array,
  place: { pointer: string; caseName?: string | undefined },
): Excerpt | undefined {
  try {
    const text = decodeText(bytes)
    return text.trimStart().startsWith('<') ? excerptXml(text, place.caseName) : excerptObject(text, place.pointer)
  } catch {
    return undefined
  }
}

function excerptObject(text: string, pointer: string): Excerpt | undefined {
  if (!pointer.startsWith('/')) return undefined
  for (const { place, value } of parseDocuments(text).objects) {
    if (pointer !== place && !pointer.startsWith(`${place}/`)) continue
    const found = resolve(value, pointer.slice(place.length))
    if (found !== undefined) return cut(JSON.stringify(found, null, 2))
  }
  return undefined
}

function resolve(value: unknown, pointer: string): unknown {
  let here = value
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined
    here = Object.getOwnPropertyDescriptor(here, name)?.value
  }
  return here
}

const CASE = '<testcase'

function excerptXml(text: string, caseName: string | undefined): Excerpt | undefined {
  for (let at = text.indexOf(CASE); caseName !== undefined && at >= 0; at = text.indexOf(CASE, at + 1)) {
    const tag = /^<testcase\b(?:[^>"']|"[^"]*"|'[^']*')*>/.exec(text.slice(at, at + MAX_CHARACTERS))?.[0]
    if (!tag || nameOf(tag) !== caseName) continue
    const end = tag.endsWith('/>') ? at + tag.length : text.indexOf('</testcase>', at) + '</testcase>'.length
    return cut(text.slice(at, Math.max(end, at + tag.length)))
  }
  return undefined
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function nameOf(tag: string): string | undefined {
  const [, double, single] = /\sname\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(tag) ?? []
  return (double ?? single)?.replace(/&(lt|gt|amp|quot|apos);/g, (whole, entity: string) => ENTITIES[entity] ?? whole)
}

const cut = (text: string): Excerpt => ({ text: text.slice(0, MAX_CHARACTERS), isCut: text.length > MAX_CHARACTERS })
