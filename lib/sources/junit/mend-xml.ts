import { UnreadableDocument } from '#lib/domain/result.ts'

export const NO_DOCTYPE =
  'This XML has a document type declaration (DOCTYPE), which is not read: entities are never loaded.'

export type MendedXml = { xml: string; preamble: string; warnings: string[]; partial: string[] }

const REPORT_START = /<\?xml\s|<testsuites?[\s>/]/
const ELEMENT_START = /<[A-Za-z_]/
const CDATA = '<![CDATA['
const DOCTYPE = /<!DOCTYPE/i
const LATER_DECLARATION = /(?!^)<\?xml\s[^>]{0,200}\?>/g
// Everything below U+0020 but tab and line ends, and the two non-characters.
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/**
 * Prepares what tools print as JUnit for an XML parser: drops the text in front, joins several documents, replaces control
 * characters, and closes CDATA sections that were left open, which would swallow every case after them.
 */
export function mendXml(text: string): MendedXml {
  const warnings: string[] = []
  const partial: string[] = []
  const start = startOfXml(text)
  if (start === -1) throw new UnreadableDocument('This is not XML: it has no element.')
  const preamble = text.slice(0, start).trim()
  if (DOCTYPE.test(preamble)) throw new UnreadableDocument(NO_DOCTYPE)
  let xml = text.slice(start)
  if (preamble) warnings.push('text in front of the XML was left out')

  const declarations = xml.match(LATER_DECLARATION)?.length ?? 0
  if (declarations > 0) {
    warnings.push(`${declarations + 1} XML documents in one file were read as one`)
    xml = xml.replace(LATER_DECLARATION, '')
  }
  const forbidden = xml.match(FORBIDDEN)?.length ?? 0
  if (forbidden > 0) {
    warnings.push(`${forbidden} characters that XML does not allow were replaced`)
    xml = xml.replace(FORBIDDEN, '\uFFFD')
  }
  if (count(xml, CDATA) > count(xml, ']]>')) {
    partial.push('a CDATA section was not closed')
    xml = closeSections(xml)
  }
  return { xml, preamble: preamble.slice(0, 2000), warnings, partial }
}

function startOfXml(text: string): number {
  const first = text.search(/\S/)
  if (text[first] === '<') return first
  const report = text.search(REPORT_START)
  return report === -1 ? text.search(ELEMENT_START) : report
}

/** Closes an open section, and its element, before the next element of the case that says how it went, else at its end. */
function closeSections(xml: string): string {
  const cases = xml.split('</testcase>')
  return cases
    .map((piece, at) => {
      const open = piece.lastIndexOf(CDATA)
      if (at === cases.length - 1 || open === -1 || piece.indexOf(']]>', open) !== -1) return piece
      const element = /<([A-Za-z-]+)[^<>]*>\s*$/.exec(piece.slice(Math.max(0, open - 500), open))?.[1]
      const next = piece.slice(open).search(/<(?:failure|error|skipped)[\s/>]/)
      const end = next === -1 ? piece.length : open + next
      return `${piece.slice(0, end)}]]>${element ? `</${element}>` : ''}${piece.slice(end)}`
    })
    .join('</testcase>')
}

function count(text: string, part: string): number {
  let found = 0
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) found++
  return found
}
