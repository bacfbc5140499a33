import { setTimeout as delay } from 'node:timers/promises'
import { type Exchange, type Fault, sendStatus, sendText } from './exchange.ts'
import { resetConnection } from './reset-connection.ts'

/** Uses up one turn of the fault; true when it was the whole answer, false when the request goes on (late, or cut later). */
export async function misbehave(exchange: Exchange, fault: Fault): Promise<boolean> {
  const { status, reason = 'Unknown', message = '', body, headers = {}, details, delayMs, action } = fault
  fault.times = (fault.times ?? 1) - 1
  if (delayMs) await delay(delayMs)
  if (action === 'stall') return true
  if (action === 'rst') {
    resetConnection(exchange.request.socket)
    return true
  }
  if (status === undefined) return false
  if (body !== undefined) sendText(exchange, status, body, headers)
  else sendStatus(exchange, status, reason, message, { headers, ...(details && { details }) })
  return true
}
