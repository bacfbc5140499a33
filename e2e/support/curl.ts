import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Asks with the real curl, as a pipeline does. A token that is a problem is answered as problem+json with its reason. */
export async function curl(
  path: string,
  { token, file }: { token?: string; file?: string },
): Promise<{ status: number; type: string; detail: string; body: string }> {
  const { stdout } = await run('curl', [
    '--silent',
    '--show-error',
    ...(token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`]),
    ...(file === undefined ? [] : ['--data-binary', `@${file}`]),
    '--write-out',
    '\n%{http_code} %{content_type}',
    `${process.env.DEMO_URL}${path}`,
  ])
  const end = stdout.lastIndexOf('\n')
  const body = stdout.slice(0, end)
  const [status = '', ...type] = stdout.slice(end + 1).split(' ')
  const isProblem = type.join(' ').startsWith('application/problem+json')
  return {
    status: Number(status),
    type: type.join(' '),
    detail: isProblem ? ((JSON.parse(body) as { detail?: string }).detail ?? '') : '',
    body,
  }
}
