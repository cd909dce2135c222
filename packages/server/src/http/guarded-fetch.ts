import { isIP } from 'node:net'
import { pipeline, Readable } from 'node:stream'
import { Agent, request } from 'undici'
import { FetchRefused } from './fetch-refused.ts'
import { guardedLookup, notPublic, type Resolve, systemResolve } from './guarded-lookup.ts'
import { limitBytes } from './limit-bytes.ts'
import { type AddressRange, isReachable } from './public-address.ts'

export interface GuardOptions {
  /** Beside the public internet: loopback for tests and the simulator, a private network that the operator names. */
  readonly allowed?: readonly AddressRange[]
  /** Names to addresses. Default: the system's resolver. */
  readonly resolve?: Resolve
  /** From the first look-up to the last byte of the body. Default 30 s. */
  readonly timeoutMilliseconds?: number
  /** Default 5. 0: an answer that redirects is given as it is. */
  readonly maxRedirects?: number
  /** Of the body. Default 100 MB. */
  readonly maxBytes?: number
  /** At once to one host. Default 8: nothing is gained by keeping many connections to strangers' servers. */
  readonly connections?: number
}

export interface GuardedRequest {
  readonly url: string
  readonly method?: 'GET' | 'HEAD' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  /** Sent once: a request with a body is not redirected. */
  readonly body?: string | Buffer
  readonly signal?: AbortSignal | undefined
  readonly timeoutMilliseconds?: number
  readonly maxBytes?: number
}

export interface GuardedAnswer {
  readonly status: number
  /** Names in lower case; of several with one name the last. */
  readonly headers: Readonly<Record<string, string>>
  /** May fail with FetchRefused, as `fetch` does. Read or destroy it: the connection waits for that. */
  readonly body: Readable
  /** Where the answer came from, after redirects. */
  readonly url: string
}

/** HTTP to addresses that strangers named. */
export interface GuardedClient extends AsyncDisposable {
  /** Any status is an answer. @throws {FetchRefused} */
  fetch(request: GuardedRequest): Promise<GuardedAnswer>
}

const connectMilliseconds = 5_000
const redirects = new Set([301, 302, 303, 307, 308])

/**
 * A client for addresses that are not ours to trust: http and https only, no credentials in the address, only public IP
 * addresses, checked in the very look-up that the connection uses, again for every redirect; bounded in time and size.
 * Proxies of the environment are not used: they would go where we may not.
 */
export function createGuardedClient(options: GuardOptions = {}): GuardedClient {
  const allowed = options.allowed ?? []
  const agent = new Agent({
    connect: {
      timeout: connectMilliseconds,
      lookup: guardedLookup(options.resolve ?? systemResolve, allowed),
      autoSelectFamily: true,
    },
    connections: options.connections ?? 8,
    keepAliveTimeout: 1_000,
    // Announced in headers, e.g. by a server that wants to hold connections.
    keepAliveMaxTimeout: 5_000,
  })

  async function fetch(asked: GuardedRequest): Promise<GuardedAnswer> {
    const timeout = asked.timeoutMilliseconds ?? options.timeoutMilliseconds ?? 30_000
    const late = AbortSignal.timeout(timeout)
    const signal = asked.signal ? AbortSignal.any([late, asked.signal]) : late
    const most = asked.body === undefined ? (options.maxRedirects ?? 5) : 0
    const maxBytes = asked.maxBytes ?? options.maxBytes ?? 100 * 1024 * 1024
    let url = checkAddress(asked.url, allowed)
    const origin = url.origin
    for (let hop = 0; ; hop += 1) {
      const answer = await askOnce(url, url.origin === origin ? asked.headers : withoutSecrets(asked.headers))
      const location = answer.headers['location']
      if (!redirects.has(answer.status) || location === undefined || most === 0)
        return { ...answer, url: url.href, body: bounded(answer) }
      answer.body.on('error', () => {}).destroy()
      if (hop >= most) throw new FetchRefused('too-many-redirects', `${url.host} redirects more than ${most} times.`)
      const next = checkAddress(URL.canParse(location, url.href) ? new URL(location, url).href : location, allowed)
      if (url.protocol === 'https:' && next.protocol === 'http:')
        throw new FetchRefused('address-invalid', `${url.host} redirects from https to http, which is not followed.`)
      url = next
    }

    async function askOnce(url: URL, headers: GuardedRequest['headers']) {
      try {
        const { method = 'GET', body = null } = asked
        const given = await request(url, {
          dispatcher: agent,
          method,
          body,
          signal,
          // What is compressed would be counted and kept in another form than is meant.
          headers: { 'accept-encoding': 'identity', 'user-agent': 'Switchboard', ...headers },
          headersTimeout: timeout,
          bodyTimeout: timeout,
        })
        return { status: given.statusCode, headers: lastOf(given.headers), body: given.body as Readable }
      } catch (error) {
        throw failure(error, url)
      }
    }

    function failure(error: unknown, at = url): unknown {
      if (error instanceof FetchRefused) return error
      if (error instanceof Error && error.cause instanceof FetchRefused) return error.cause
      if (late.aborted)
        return new FetchRefused('too-slow', `${at.host} did not answer whole within ${timeout / 1_000} s.`, {
          cause: error,
        })
      if (asked.signal?.aborted) return asked.signal.reason
      return new FetchRefused('unreachable', `${at.host} could not be reached, or broke off.`, { cause: error })
    }

    function bounded({ body, headers }: Pick<GuardedAnswer, 'body' | 'headers'>): Readable {
      const tooLarge = () =>
        new FetchRefused('too-large', `The file at ${url.host} is larger than the ${maxBytes} bytes that are taken.`)
      if (asked.method !== 'HEAD' && Number(headers['content-length'] ?? 0) > maxBytes) {
        body.on('error', () => {}).destroy()
        throw tooLarge()
      }
      const out = limitBytes(maxBytes, tooLarge)
      pipeline(Readable.from(named(body, failure), { objectMode: false }), out, () => {})
      return out
    }
  }

  return { fetch, [Symbol.asyncDispose]: () => agent.destroy() }
}

/** The body with its failures in our words. */
async function* named(body: Readable, failed: (error: unknown) => unknown): AsyncGenerator<Buffer> {
  try {
    // undici's bodies give buffers
    yield* body as AsyncIterable<Buffer>
  } catch (error) {
    throw failed(error)
  }
}

/**
 * An address as it may be asked. Hosts are compared after parsing, so `2130706433`, `0x7f.1` and `127.1` are 127.0.0.1.
 * @throws {FetchRefused}
 */
function checkAddress(text: string, allowed: readonly AddressRange[]): URL {
  if (!URL.canParse(text)) throw new FetchRefused('address-invalid', 'The address is not a web address.')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new FetchRefused('address-invalid', `Only http and https addresses are fetched, not ${url.protocol}`)
  if (url.username !== '' || url.password !== '')
    throw new FetchRefused('address-invalid', 'The address may not hold a user name or password.')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  // A name is checked when it is looked up; an address is not looked up.
  if (isIP(host) !== 0 && !isReachable(host, allowed)) throw notPublic(host)
  return url
}

const secretHeaders = new Set(['authorization', 'cookie', 'proxy-authorization'])

function withoutSecrets(headers: GuardedRequest['headers'] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secretHeaders.has(name.toLowerCase())))
}

function lastOf(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const single: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value
    if (last !== undefined) single[name] = last
  }
  return single
}
