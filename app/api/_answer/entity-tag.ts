import { hash } from 'node:crypto'
import type { ChangesWith, Context } from './operation.ts'
import { PRODUCT_VERSION } from './product-version.ts'

type Asked = { context: Context; generation: string; changesWith: ChangesWith; url: URL; mediaType: string }

/**
 * A strong entity tag: the same only for the same bytes. It covers what the answer is made of, what the asker may see,
 * the address and this version of the program, so that it is known without asking for the data.
 */
export function entityTag({ context, generation, changesWith, url, mediaType }: Asked): string {
  const { scope, viewer, at } = context
  const minute = changesWith.includes('minute') ? at.toISOString() : ''
  const covered = [PRODUCT_VERSION, generation, scope, viewer.role, url.pathname, url.search, mediaType, minute]
  return `"${hash('sha256', JSON.stringify(covered), 'base64url').slice(0, 27)}"`
}

/** True when the client already has what this tag stands for. */
export const isKnown = (ifNoneMatch: string | null, tag: string): boolean =>
  (ifNoneMatch ?? '')
    .split(',')
    .map((text) => text.trim().replace(/^W\//, ''))
    .some((text) => text === tag || text === '*')
