import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import type { KubeObject } from './object-store.ts'

export type TypedObject = KubeObject & { apiVersion: string; kind: string }

const Listed = z.looseObject({ apiVersion: z.string(), kind: z.string().endsWith('List'), items: z.array(z.unknown()) })
const Single = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).nullish(),
  }),
})

/** Every object in a YAML or JSON text, lists taken apart; throws at the first entry that is not an object. */
export function parseObjects(text: string): TypedObject[] {
  const documents = parseAllDocuments(text)
  if ('empty' in documents) return []
  return documents.flatMap((document) => {
    if (document.errors[0]) throw document.errors[0]
    return flatten(document.toJS())
  })
}

function flatten(value: unknown): TypedObject[] {
  if (value === null || value === undefined) return []
  const list = Listed.safeParse(value)
  if (!list.success) return [single(value)]
  const { apiVersion, kind, items } = list.data
  const typed = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) }
  return items.flatMap((item) => flatten(typeof item === 'object' ? { ...typed, ...item } : item))
}

function single(value: unknown): TypedObject {
  const parsed = Single.safeParse(value)
  if (!parsed.success) throw new Error(`not an object of a cluster: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
