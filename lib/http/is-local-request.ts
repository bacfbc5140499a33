type Sent = Record<string, string | string[] | undefined>

const FORWARDING = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i

/**
 * Whether a request was made on this machine: the connection says so, and no header says that somebody passed it on. `peer`
 * is the other end of the connection; a header cannot stand for it, anybody may send one.
 */
export const isLocalRequest = (peer: string | undefined, headers: Sent): boolean =>
  LOOPBACK.test(peer ?? '') &&
  LOOPBACK_HOST.test(String(headers.host ?? '')) &&
  FORWARDING.every((name) => headers[name] === undefined)
