import type { FastifyRequest, RawRequestDefaultExpression } from 'fastify'
import { Refusal } from '../../refusal.ts'

export interface RawBodyLimits {
  readonly maxBytes: number
  /** Of all bodies together that are being received. Whoever sends can't be trusted before the last byte is in. */
  readonly maxBytesReceiving: number
}

type Done = (error: Error | null, body?: Buffer) => void

/**
 * A Fastify content type parser that gives the bytes as they came.
 *
 * Fastify's own (`parseAs: 'buffer'`) bounds one body, not their sum: a thousand connections that each send 3 MB under a false
 * signature would take 3 GB before the first is refused.
 */
export function createRawBodyReader({ maxBytes, maxBytesReceiving }: RawBodyLimits) {
  let receiving = 0
  const tooLarge = () => new Refusal('body-too-large', { detail: `a webhook body has at most ${maxBytes} bytes` })

  return function readRawBody(request: FastifyRequest, payload: RawRequestDefaultExpression, done: Done): void {
    const announced = Number(request.headers['content-length'])
    if (announced > maxBytes) {
      done(tooLarge())
      return
    }
    const chunks: Buffer[] = []
    let length = 0

    payload.on('data', onData)
    payload.on('end', onEnd)
    payload.on('error', onCut)
    payload.on('close', onCut)

    function finish(error: Error | null, body?: Buffer): void {
      receiving -= length
      payload.off('data', onData)
      payload.off('end', onEnd)
      payload.off('close', onCut)
      // `error` stays listened to: a connection may break after we have stopped reading.
      done(error, body)
    }
    function onData(chunk: Buffer): void {
      length += chunk.length
      receiving += chunk.length
      if (length > maxBytes) finish(tooLarge())
      else if (receiving > maxBytesReceiving) finish(tooMuchAtOnce())
      else chunks.push(chunk)
    }
    function onEnd(): void {
      // One chunk is Node's own copy of what it read from the socket; no second copy is needed.
      const [only] = chunks
      finish(null, chunks.length === 1 && only ? only : Buffer.concat(chunks, length))
    }
    function onCut(): void {
      payload.off('error', onCut)
      payload.on('error', () => {})
      finish(new Refusal('invalid-request', { detail: 'the connection ended before the whole body had come' }))
    }
  }
}

function tooMuchAtOnce(): Refusal {
  return new Refusal('too-many-requests', {
    detail: 'too many large bodies are being received; send this one again later',
    headers: { 'retry-after': '1' },
  })
}
