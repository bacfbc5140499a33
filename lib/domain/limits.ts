/** What an upload may be. Over a limit it is refused with the limit named. */
export const LIMITS = {
  /** Bytes as sent, compressed or not. */
  upload: 20 * 1024 * 1024,
  /** Bytes after decompression. */
  inflated: 250 * 1024 * 1024,
} as const
