import type { Socket } from 'node:net'
import type { ProblemCode } from '@switchboard/contract'
import { problemDocument, problemMediaType, Refusal } from '../problem.ts'
import { securityHeaders } from './security-headers.ts'

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
}

/**
 * Answers what is no HTTP request, came too slowly or has too large headers, as far as the connection still takes it, and closes:
 * nothing that follows on it can be read safely. The answer does not repeat what came.
 */
export function answerBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.destroyed) return
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { status, code, detail } = meaningOf(error.code)
  const body = JSON.stringify({ ...problemDocument(new Refusal(code, { detail })), status })
  const headers = {
    ...securityHeaders,
    'content-type': `${problemMediaType}; charset=utf-8`,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\n${lines.join('')}\r\n${body}`)
  // `end` waits for the other side, which may never close.
  socket.setTimeout(1_000, () => socket.destroy())
}

function meaningOf(code: string | undefined): { status: number; code: ProblemCode; detail: string } {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { status: 408, code: 'invalid-request', detail: 'The request did not arrive whole in time.' }
  if (code === 'HPE_HEADER_OVERFLOW')
    return { status: 431, code: 'invalid-request', detail: 'The headers are larger than is taken here.' }
  return { status: 400, code: 'invalid-request', detail: 'This is not an HTTP request that can be read safely.' }
}
