import { boundMessage } from './ci/bound-text.ts'

/** So short that it cannot be over 4 KiB whatever it is made of. */
const SURELY_SHORT = 1365

/** A tool's message as it is stored: at most 4 KiB, and nothing a database refuses. */
export function cleanMessage(message: unknown): string {
  if (typeof message !== 'string') return ''
  return message.length <= SURELY_SHORT && isStorable(message) ? message : boundMessage(message)
}

export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()
