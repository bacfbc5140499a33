/** Where a request came from, for the audit log and for limits. The web program puts it there itself; see docs/operations.md. */
export const addressOf = (sent: Headers): string =>
  sent.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 64) || 'unknown'
