/** An address as a person knows it. Loopback in either form is the machine the program runs on. */
export function describeAddress(address: string | null): string {
  if (!address) return 'unknown'
  return /^(127\.|::1$|[0:]+1?$)/.test(address) ? 'this machine' : address
}
