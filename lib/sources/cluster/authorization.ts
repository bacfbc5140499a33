import { readFile } from 'node:fs/promises'
import { ApiError } from './api-error.ts'
import type { ClusterAccess } from './cluster-access.ts'

/** The header that signs a request in; a token that lies in a file is read now. */
export async function authorization({ token, tokenFile }: ClusterAccess): Promise<Record<string, string>> {
  if (!tokenFile) return token ? { authorization: `Bearer ${token}` } : {}
  try {
    return { authorization: `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}` }
  } catch (error) {
    throw new ApiError(`the token file ${tokenFile} cannot be read`, {}, { cause: error })
  }
}
