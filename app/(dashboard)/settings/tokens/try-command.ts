import type { TokenKind } from '#lib/domain/token-kinds.ts'

/** A line that uses a new token at once. The token itself stands in a variable, so that the line can be kept in a file. */
export function tryCommand(kind: TokenKind, baseUrl: string): string {
  const sends = 'curl --fail-with-body -H "Authorization: Bearer $MUNIMENT_TOKEN"'
  if (kind === 'ingest') return `${sends} \\\n  --data-binary @results.sarif "${baseUrl}/api/v1/ingest/sarif"`
  return `${sends} "${baseUrl}${kind === 'read' ? '/api/v1/findings?limit=10' : '/metrics'}"`
}
