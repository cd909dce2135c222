import type { FastifyReply } from 'fastify'

/** A JSON-RPC error that belongs to no request. */
export function rpcError(reply: FastifyReply, status: number, code: number, message: string): FastifyReply {
  return reply.code(status).send({ jsonrpc: '2.0', error: { code, message }, id: null })
}

/** Sends what the SDK made. Streams are written as they come, with back-pressure; everything else at once. */
export async function sendResponse(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  const headers = Object.fromEntries(response.headers)
  if (response.body === null) return reply.code(response.status).headers(headers).send()
  if (!headers['content-type']?.startsWith('text/event-stream')) {
    return reply
      .code(response.status)
      .headers(headers)
      .send(await response.text())
  }
  reply.hijack()
  const { raw } = reply
  raw.writeHead(response.status, { ...headers, 'x-request-id': reply.request.id })
  raw.flushHeaders()
  const reader = response.body.getReader()
  raw.once('close', () => void reader.cancel().catch(() => undefined))
  for (;;) {
    const { done, value } = await reader.read()
    if (done || raw.destroyed) break
    if (!raw.write(value)) await new Promise<void>((resolve) => onceWritable(raw, resolve))
  }
  raw.end()
  return reply
}

function onceWritable(raw: FastifyReply['raw'], resolve: () => void): void {
  const done = () => {
    raw.off('drain', done)
    raw.off('close', done)
    resolve()
  }
  raw.once('drain', done)
  raw.once('close', done)
}
