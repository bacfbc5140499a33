import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

/** Ends a connection with a TCP reset; over TLS, where Node cannot send one, without the close that TLS ends with. */
export function resetConnection(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy()
  else socket.resetAndDestroy()
}
