/** A pattern for LIKE that matches any text with `part` in it, its own wildcards taken literally. */
export const containing = (part: string): string => `%${part.replace(/[\\%_]/g, '\\$&')}%`
