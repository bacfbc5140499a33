import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { isLocalRequest } from '#lib/http/is-local-request.ts'
import { localMark } from '#lib/http/local-mark.ts'

/** Marks requests from this machine while their connection is still known: a route sees nothing but headers. */
export function markLocalRequests(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    if (isLocalRequest(request.socket.remoteAddress, request.headers)) request.headers[localMark()] = 'yes'
  })
}
