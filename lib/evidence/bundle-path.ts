const SEGMENT = /^[A-Za-z0-9_@.-]+$/
const MAX_LENGTH = 400

/** Whether a path may stand in a bundle: relative, of plain characters, without `.` or `..` as a part. */
export const isBundlePath = (path: string): boolean =>
  path.length <= MAX_LENGTH &&
  path.split('/').every((part) => SEGMENT.test(part) && part !== '.' && part !== '..' && !part.startsWith('-'))

export const MANIFEST = 'manifest.json'
export const CHECKSUMS = 'SHA256SUMS'
