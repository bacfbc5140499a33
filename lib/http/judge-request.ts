import type { IncomingMessage } from 'node:http'
import type { ServerLimits } from './server-limits.ts'

type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>
export type Refusal = { status: number; title: string; detail: string; headers?: Record<string, string> }

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** The one door that takes files, whose size is counted while they are read. */
export const isUpload = (url = ''): boolean => url.startsWith('/api/v1/ingest/')

export const hasBody = ({ headers }: Pick<Asked, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Why a request is not passed on at all, by its head alone. */
export function judgeRequest(asked: Asked, limits: ServerLimits): Refusal | undefined {
  const { method = '', url = '', headers } = asked
  if (!METHODS.includes(method))
    return { status: 405, title: 'Method not allowed', detail: `Nothing here answers to ${method}.` }
  if (!url.startsWith('/') || url.startsWith('//'))
    return { status: 400, title: 'Bad request', detail: 'The address of a request begins with one slash.' }
  if (!hasBody(asked)) return undefined
  const limit = isUpload(url) ? limits.uploadBytes : limits.bodyBytes
  if (Number(headers['content-length'] ?? 0) > limit)
    return { status: 413, title: 'Too large', detail: `The body is larger than ${limit / 1024 / 1024} MiB.` }
  if (headers['content-length'] === undefined && !isUpload(url))
    return { status: 411, title: 'Length required', detail: 'Say how long the body is: send Content-Length.' }
  return undefined
}
