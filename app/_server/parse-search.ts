import type { z } from 'zod'

type Given = Record<string, string | string[] | undefined>

/**
 * What the address says, by a schema. A parameter that does not fit falls back to its default, so that an old bookmark
 * never breaks a page, and is named in `ignored`, so that nobody takes the list for a filtered one.
 */
export function parseSearch<S extends z.ZodType>(schema: S, given: Given): { search: z.infer<S>; ignored: string[] } {
  const kept: Given = { ...given }
  const ignored: string[] = []
  for (;;) {
    const parsed = schema.safeParse(kept)
    if (parsed.success) return { search: parsed.data, ignored }
    const names = new Set(parsed.error.issues.map(({ path }) => String(path[0])))
    const wrong = [...names].filter((name) => kept[name] !== undefined)
    // Without a parameter to blame the schema has no defaults: a mistake of ours, not of the address.
    if (!wrong.length) throw parsed.error
    for (const name of wrong) delete kept[name]
    ignored.push(...wrong)
  }
}
