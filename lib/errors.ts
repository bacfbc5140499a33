export type ErrorCode = 'not-found' | 'conflict' | 'invalid' | 'forbidden' | 'unavailable' | 'too-large'

/** An expected failure: its message is written for the person who has to act on it. Anything else that throws is a bug. */
export class ProductError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ProductError'
    this.code = code
  }
}
