/**
 * The address of whoever sent a request. Nobody's word counts but that of the proxies in front: with `proxies` of them, the
 * entry that the outermost added to X-Forwarded-For; without any, the other end of the connection.
 */
export function callerAddress(forwarded: string | string[] | undefined, peer: string, proxies: number): string {
  const entries = [forwarded ?? []]
    .flat()
    .flatMap((text) => text.split(','))
    .map((entry) => entry.trim())
    .filter(Boolean)
  const entry = proxies > 0 ? entries.at(-proxies) : undefined
  return (entry ?? peer).replace(/^::ffff:/, '').slice(0, 64) || 'unknown'
}
