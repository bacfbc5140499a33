import { SaxesParser } from 'saxes'
import { UnreadableDocument } from '#lib/domain/result.ts'
import { ProductError } from '#lib/errors.ts'
import { CaseCollector } from './collect-cases.ts'
import { mendXml, NO_DOCTYPE } from './mend-xml.ts'
import { nameRoot } from './name-root.ts'
import type { ParsedReport } from './test-case.ts'

const MAX_DOCUMENT_LENGTH = 64 * 1024 * 1024
const MAX_XML_DEPTH = 64
const MAX_ATTRIBUTE_LENGTH = 1024 * 1024
const MAX_XML_ERRORS = 1000
const CHUNK_LENGTH = 64 * 1024

/** XML errors that take nothing away: of several documents in one file, and of references that stay as they were written. */
const HARMLESS =
  /documents may contain only one root|text data outside of root node|(?:undefined|malformed character|malformed) entity|disallowed character in entity name/

/**
 * Reads the XML of a JUnit report. What tools commonly break is mended; other errors are counted and make the report partial.
 * A document type declaration, another root, or too much of anything is refused.
 */
export function parseReport(text: string): ParsedReport {
  if (text.length > MAX_DOCUMENT_LENGTH) {
    throw new ProductError('too-large', 'A JUnit report may have 64 MiB; this one is larger.')
  }
  const { xml, preamble, warnings, partial } = mendXml(text)
  const parser = new SaxesParser({ xmlns: false, position: true })
  const collector = new CaseCollector()
  let rootName: string | undefined
  let reportRoot = ''
  let depth = 0
  let errors = 0
  let firstError = ''

  parser.on('error', ({ message }) => {
    if (HARMLESS.test(message)) return
    errors++
    firstError ||= message
    collector.onError(message)
    if (errors > MAX_XML_ERRORS) {
      throw new UnreadableDocument(
        `This XML has more than ${MAX_XML_ERRORS} errors, the first: ${firstError.slice(0, 200)}`,
      )
    }
  })
  parser.on('doctype', () => {
    throw new UnreadableDocument(NO_DOCTYPE)
  })
  parser.on('opentagstart', () => collector.onTagStart())
  parser.on('attribute', ({ name, value }) => {
    if (value.length > MAX_ATTRIBUTE_LENGTH) {
      throw new ProductError('too-large', `The XML attribute ${name.slice(0, 60)} is longer than 1 MiB.`)
    }
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > MAX_XML_DEPTH) {
      throw new ProductError('too-large', `The XML is nested deeper than ${MAX_XML_DEPTH} levels.`)
    }
    if (rootName === undefined) {
      rootName = name
      if (!/^(?:[\w.-]+:)?testsuites?$/.test(name)) throw new UnreadableDocument(nameRoot(name))
      reportRoot = attributes.name ?? ''
    }
    collector.onOpen(name, attributes)
  })
  parser.on('text', (part) => collector.onText(part))
  parser.on('cdata', (part) => collector.onText(part))
  parser.on('closetag', ({ name }) => {
    depth--
    collector.onClose(name)
  })

  for (let at = 0; at < xml.length; at += CHUNK_LENGTH) parser.write(xml.slice(at, at + CHUNK_LENGTH))
  parser.close()

  if (rootName === undefined) throw new UnreadableDocument('This is not a JUnit report: it has no element.')
  if (errors > 0) {
    partial.push(
      `the XML is broken (${errors === 1 ? 'one error' : `${errors} errors`}, the first: ${firstError.slice(0, 200)})`,
    )
  }
  collector.finish()
  return { rootName: reportRoot, suites: collector.suites, cases: collector.cases, preamble, warnings, partial }
}
