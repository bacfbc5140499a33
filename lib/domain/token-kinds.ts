/** What a token may be used for. */
export const TOKEN_KINDS = ['ingest', 'read', 'metrics'] as const
export type TokenKind = (typeof TOKEN_KINDS)[number]
