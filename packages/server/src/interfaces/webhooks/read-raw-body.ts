import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { Refusal } from '../../refusal.ts'

export interface RawBodyLimits {
  readonly maxBytes: number
  /** Of all bodies together that are being received. Whoever sends can't be trusted before the last byte is in. */
  readonly maxBytesReceiving: number
}

type Done = (error: Error | null, body?: Buffer) => void

/**
 * Reads the bytes as they came, unless they are there already; it has the shape of a Fastify content type parser. `done` is called once.
 *
 * Fastify's own (`parseAs: 'buffer'`) bounds one body, not their sum: a thousand connections that each send 3 MB under a false
 * signature would take 3 GB before the first is refused.
 */
export function createRawBodyReader({ maxBytes, maxBytesReceiving }: RawBodyLimits) {
  let receiving = 0
  const tooLarge = () => new Refusal('body-too-large', { detail: `a webhook body has at most ${maxBytes} bytes` })

  return function readRawBody(
    request: { readonly headers: IncomingHttpHeaders },
    payload: Buffer | Readable,
    done: Done,
  ): void {
    const announced = Number(request.headers['content-length'])
    if (announced > maxBytes) {
      done(tooLarge())
      return
    }
    if (Buffer.isBuffer(payload)) {
      done(null, payload)
      return
    }
    const chunks: Buffer[] = []
    let length = 0
    let finished = false

    payload.on('data', onData)
    payload.on('end', onEnd)
    payload.on('error', onCut)
    payload.on('close', onCut)

    // The listeners stay: taking them off would cost every request more than asking whether one is finished. `error` must stay,
    // because a connection may break after we have stopped reading.
    function finish(error: Error | null, body?: Buffer): void {
      finished = true
      receiving -= length
      if (error) chunks.length = 0
      done(error, body)
    }
    function onData(chunk: Buffer): void {
      if (finished) return
      length += chunk.length
      receiving += chunk.length
      if (length > maxBytes) finish(tooLarge())
      else if (receiving > maxBytesReceiving) finish(tooMuchAtOnce())
      else chunks.push(chunk)
    }
    function onEnd(): void {
      if (finished) return
      // One chunk is Node's own copy of what it read from the socket; no second copy is needed.
      const [only] = chunks
      finish(null, chunks.length === 1 && only ? only : Buffer.concat(chunks, length))
    }
    function onCut(): void {
      if (finished) return
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
