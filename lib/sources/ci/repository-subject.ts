import type { Subject } from '#lib/domain/result.ts'
import { boundName } from './bound-text.ts'

/** The whole repository, for what has no place in it. */
const ROOT = '.'

export const fileSubject = (path: string | undefined): Subject => subject('File', path || ROOT)

/**
 * A resource in a file, by address. The file belongs to the name: two root modules of one repository may both hold
 * `aws_s3_bucket.logs`.
 */
export const resourceSubject = (path: string | undefined, address: string): Subject =>
  subject('Resource', path && path !== ROOT ? `${path}#${address}` : address)

/** An object of a Kubernetes manifest, by API group and kind (never the version). */
export const objectSubject = (
  path: string | undefined,
  object: { group: string; kind: string; namespace: string; name: string },
): Subject => {
  const address = [object.group, object.kind, object.name].filter(Boolean).join('/')
  return { ...resourceSubject(path, address), kind: 'Object', namespace: boundName(object.namespace) }
}

export const testSubject = (name: string): Subject => subject('Test', name || 'unnamed')

const subject = (kind: string, name: string): Subject => ({ group: '', kind, namespace: '', name: boundName(name) })
