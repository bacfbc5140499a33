import { setTimeout as sleep } from 'node:timers/promises'

type Answer = { status: number; headers: Headers; text: string }
export type Ask = (path: string, more?: { method?: string; headers?: Record<string, string> }) => Promise<Answer>

/** Asks the demo with a token, or without any. Comes again when it is told that it asks too often, as a client should. */
export function apiClient(baseUrl: string, token?: string): Ask {
  const ask: Ask = async (path, { method = 'GET', headers = {} } = {}) => {
    const answer = await fetch(`${baseUrl}${path}`, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
    })
    const text = await answer.text()
    if (answer.status !== 429) return { status: answer.status, headers: answer.headers, text }
    await sleep(1_000 * Number(answer.headers.get('retry-after') ?? 1))
    return ask(path, { method, headers })
  }
  return ask
}
