const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi
const LONG_HEX = /\b(?=[a-f]*[0-9])[0-9a-f]{12,}\b/gi
const DIGITS = /[0-9]+/g
const SPACES = /\s+/g

/**
 * A message without what changes from run to run: ids, hashes and numbers become `#`, white space is folded. Two messages
 * that mask alike may still be two findings; whoever builds a key from it counts the repeats.
 */
export const maskMessage = (message: string): string =>
  message.replace(UUID, '#').replace(LONG_HEX, '#').replace(DIGITS, '#').replace(SPACES, ' ').trim()
