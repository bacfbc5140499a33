import type { Href } from '#app/_ui/href.ts'

const WORD = /^[A-Za-z0-9._-]{1,100}$/

/** The page of what a row is about, where it has one. */
export function objectHref(object: string): Href | undefined {
  const [kind = '', id = ''] = object.split(':', 2)
  if (!WORD.test(id)) return undefined
  const pages: Record<string, Href> = {
    user: `/settings/users/${id}`,
    team: `/teams/${id}`,
    audit: `/audits/${id}`,
    provider: `/settings/sign-in/${id}`,
    source: `/sources/${id}`,
  }
  return Object.hasOwn(pages, kind) ? pages[kind] : undefined
}
