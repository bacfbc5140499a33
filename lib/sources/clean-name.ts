import { boundName } from './ci/bound-text.ts'
import { isStorable } from './clean-message.ts'

const MAX_LENGTH = 400

/** A part of an identity exactly as written, unless it is too long for a key or cannot be stored. */
export const cleanName = (name: string): string =>
  name.length <= MAX_LENGTH && isStorable(name) ? name : boundName(name)
