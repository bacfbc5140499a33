/** Longer than this a header may be refused on its way; the body has the same cursors. */
const LONGEST = 4_000

type Cursors = { next?: string | undefined; previous?: string | undefined }

/** The `Link` header of a page (RFC 8288); undefined where there is no other page. */
export function pageLinks(url: URL, { next, previous }: Cursors): string | undefined {
  const link = (rel: string, changes: Record<string, string>) => {
    const query = new URLSearchParams(url.search)
    query.delete('after')
    query.delete('before')
    for (const [name, value] of Object.entries(changes)) query.set(name, value)
    return `<${url.pathname}${query.size ? `?${query}` : ''}>; rel="${rel}"`
  }
  const links = [
    ...(next ? [link('next', { after: next })] : []),
    ...(previous ? [link('prev', { before: previous }), link('first', {})] : []),
  ].join(', ')
  return links && links.length <= LONGEST ? links : undefined
}
