/** A tool's name as the name of an engine: lower case, words joined by dashes. */
export const slugify = (name: string): string =>
  name
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60) || 'unnamed-tool'
