import { z } from 'zod'
import { markReport } from '#lib/sources/policy-report/mark-report.ts'
import type { Seen, SeenReport } from './kind-memory.ts'

const Identified = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().default(''),
    uid: z.string().default(''),
    resourceVersion: z.string().default(''),
  }),
})

/** Which object it is and in which version; undefined for what is no object. */
export function seenObject(object: unknown): Seen | undefined {
  const parsed = Identified.safeParse(object)
  if (!parsed.success) return undefined
  const { name, namespace, uid, resourceVersion } = parsed.data.metadata
  return { namespace, name, uid, version: resourceVersion }
}

export function seenReport(object: unknown): SeenReport | undefined {
  const seen = seenObject(object)
  return seen && { ...seen, ...markReport(object) }
}
