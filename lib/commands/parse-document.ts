import { type Format, type Parsed, UnreadableDocument } from '#lib/domain/result.ts'
import { detectFormat } from '#lib/sources/detect-format.ts'
import { parseDocuments } from '#lib/sources/documents.ts'
import { parseJUnit } from '#lib/sources/junit/parse.ts'
import { parseSarif } from '#lib/sources/sarif/parse.ts'
import { decodeText } from '#lib/sources/text-encoding.ts'
import { parseKubernetesObjects } from './parse-kubernetes-objects.ts'

export type ParsedDocument = { parts: Parsed[] }
type Options = { now: Date; format?: Format; category?: string }

/**
 * Parses one document of any format we know to one `Parsed` a feed. What it is comes from its content; a format named
 * by the caller that the content contradicts is refused. Throws `UnreadableDocument` when nothing of it can be read.
 */
export function parseDocument(bytes: Uint8Array, { now, format, category }: Options): ParsedDocument {
  const text = decodeText(bytes)
  const found = detectFormat(text)
  if (typeof found === 'object' && !isKubernetes(text)) throw new UnreadableDocument(found.unknown)
  const actual = typeof found === 'object' ? 'policy-report' : found
  if (format && family(format) !== family(actual))
    throw new UnreadableDocument(`this is ${NAMES[actual]}, not ${NAMES[format]}`)
  if (actual === 'sarif') return { parts: parseSarif(text, { now, category }) }
  if (actual === 'junit') return { parts: [parseJUnit(bytes, { category })] }
  const { objects, rejected, partial } = parseDocuments(text)
  return { parts: parseKubernetesObjects(objects, { now, rejected, ...(partial && { partial }) }) }
}

const NAMES: Record<Format, string> = {
  'policy-report': 'a Kubernetes object',
  gatekeeper: 'a Kubernetes object',
  sarif: 'SARIF',
  junit: 'JUnit XML',
}

const family = (format: Format): string => (format === 'gatekeeper' ? 'policy-report' : format)

/** Objects without results of their own, such as policy exceptions, are worth reading too. */
const isKubernetes = (text: string): boolean => /["']?\bapiVersion["']?\s*:/.test(text.slice(0, 65_536))
