import { hash } from 'node:crypto'
import type { BundleSource } from './bundle-sources.ts'

/** Originals larger than this are packed. */
const PACKED_ABOVE = 256 * 1024

const EXTENSIONS: [RegExp, string][] = [
  [/json|sarif/i, 'json'],
  [/yaml/i, 'yaml'],
  [/xml/i, 'xml'],
]

export const rawFolder = ({ kind, folder }: Pick<BundleSource, 'kind' | 'folder'>): string =>
  `raw/${kind === 'cluster' ? 'k8s' : 'ci'}/${folder}`

/** Where the original with this SHA-256 lies in a bundle. */
export function rawPath(
  source: Pick<BundleSource, 'kind' | 'folder'>,
  { sha256, bytes, mediaType }: { sha256: string; bytes: number; mediaType: string },
): string {
  const name = /^[0-9a-f]{64}$/.test(sha256) ? sha256 : `key-${hash('sha256', sha256, 'hex')}`
  const extension = EXTENSIONS.find(([pattern]) => pattern.test(mediaType))?.[1] ?? 'bin'
  return `${rawFolder(source)}/${name}.${extension}${bytes > PACKED_ABOVE ? '.gz' : ''}`
}
