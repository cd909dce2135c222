import { Readable } from 'node:stream'
import { Agent, type Dispatcher, request } from 'undici'

export interface ExchangeOptions {
  /** To look up the name, connect and agree on TLS. Default 5 s. */
  readonly connectTimeoutMilliseconds?: number
  /** Without any sign of an answer, or of its next part. Default 20 s. */
  readonly answerTimeoutMilliseconds?: number
  /** To one provider at once, kept open between requests. Default 128. */
  readonly connections?: number
}

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Readable | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ExchangeAnswer {
  readonly status: number
  /** Names in lower case; of several with one name the last. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable
}

/** No answer, or not the whole of it. Holds nothing of the request. */
export class ExchangeError extends Error {
  /** Whether the provider may have the request: it had begun to leave us. */
  readonly left: boolean

  constructor(left: boolean, cause: unknown) {
    super(reasonOf(cause), { cause })
    this.name = 'ExchangeError'
    this.left = left
  }
}

/**
 * HTTP to a provider: connections are pooled and kept alive, nothing is retried, redirects are not followed. What makes it
 * more than `fetch` is that a failure says whether the request may have arrived (`ExchangeError.left`).
 */
export interface Exchange extends AsyncDisposable {
  /** @throws {ExchangeError} */
  ask(request: ExchangeRequest): Promise<ExchangeAnswer>
}

interface Departure {
  left: boolean
}

export function createExchange(options: ExchangeOptions = {}): Exchange {
  const answerTimeout = options.answerTimeoutMilliseconds ?? 20_000
  const agent = new Agent({
    connect: { timeout: options.connectTimeoutMilliseconds ?? 5_000 },
    connections: options.connections ?? 128,
    headersTimeout: answerTimeout,
    bodyTimeout: answerTimeout,
  })
  const dispatcher = agent.compose(noteDeparture)
  return {
    async ask({ method, url, headers, body, signal }) {
      const departure: Departure = { left: false }
      try {
        const options = { dispatcher, method, headers, body: body ?? null, signal: signal ?? null, opaque: departure }
        const given = await request(url, options)
        return { status: given.statusCode, headers: lastOf(given.headers), body: given.body }
      } catch (error) {
        if (body instanceof Readable) body.destroy()
        throw new ExchangeError(departure.left, error)
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

/**
 * undici calls `onRequestStart` on the socket that is to carry the request, just before it writes the first byte. Waiting for
 * a free connection, looking up the name, connecting and the TLS handshake all come before it, so a failure there is one of
 * which the provider knows nothing.
 */
const noteDeparture: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  // `request` hands its options on whole, with the opaque value that `ask` gave it.
  const { opaque: departure } = options as Dispatcher.RequestOptions<Departure>
  return dispatch(options, {
    onRequestStart(controller, context) {
      handler.onRequestStart?.(controller, context)
      // Whoever gave up while it waited is told only now, and then nothing is written.
      if (departure && !controller.aborted) departure.left = true
    },
    onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
    onResponseStart: (...start) => handler.onResponseStart?.(...start),
    onResponseData: (...data) => handler.onResponseData?.(...data),
    onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
    onResponseError: (...error) => handler.onResponseError?.(...error),
  })
}

function lastOf(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const single: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value
    if (last !== undefined) single[name] = last
  }
  return single
}

/** undici's and Node's messages name hosts, ports and time limits, never headers or bodies. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ')
  return cause instanceof Error ? cause.message : 'no reason was given'
}

/** The largest answer that is read as text: a page of templates is far below it. */
const maxAnswerBytes = 16 * 1024 * 1024

/**
 * The whole body as text.
 * @throws {ExchangeError} when it ends early or is larger than 16 MB; the request had left.
 */
export async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      // undici's bodies give buffers
      length += chunk.length
      if (length > maxAnswerBytes) throw new Error(`the answer is larger than ${maxAnswerBytes} bytes`)
      chunks.push(chunk)
    }
  } catch (error) {
    throw new ExchangeError(true, error)
  }
  return Buffer.concat(chunks, length).toString('utf8')
}

/** A JSON object; undefined for anything else. */
export function readJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    // a JSON object has string keys
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
