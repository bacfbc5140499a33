import 'server-only'
import { ProductError } from '#lib/errors.ts'
import type { Context, FileOperation } from './operation.ts'
import { Refused } from './refused.ts'

type Asked = {
  operation: FileOperation
  context: Context
  path: Record<string, string>
  url: URL
  request: Request
}

/** A file as the operation has it; 404 when it is not there, or not for this viewer. */
export async function answerFile({ operation, context, path, url, request }: Asked): Promise<Response> {
  const unknown = [...new Set(url.searchParams.keys())]
  if (unknown.length) throw new Refused(400, `There is no parameter ${unknown.join(', ')} here.`)
  const answer = await operation.prepare({ path }).get(context, request.method === 'HEAD')
  if (!answer) throw new ProductError('not-found', 'There is no such file, or it is not kept.')
  answer.headers.set('x-content-type-options', 'nosniff')
  answer.headers.set('cache-control', 'private, no-store')
  return answer
}
