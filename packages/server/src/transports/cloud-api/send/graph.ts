import type { Readable } from 'node:stream'
import { type Exchange, type ExchangeAnswer, ExchangeError, readJsonObject, readText } from '../../exchange.ts'
import { noAnswer, unclearAnswer } from '../../no-answer.ts'
import type { TransportAccount } from '../../transport.ts'
import type { JsonObject } from '../webhook/json-fields.ts'
import { accessTokenOf, type GraphDefaults, graphUrl } from './graph-account.ts'
import { graphRefusal } from './graph-refusal.ts'

export interface GraphRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly path: readonly string[]
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly json?: unknown
  /** Instead of `json`: any body, with its headers. */
  readonly stream?: { readonly body: Readable; readonly headers: Readonly<Record<string, string>> }
  /** `sends`: once it has left without an answer, the outcome is unknown. Default none. */
  readonly effect?: 'sends' | 'none'
  readonly signal?: AbortSignal | undefined
  /** Whether an error's answer still says what was done; then it is given as a success is. */
  readonly saysWhatWasDone?: (answer: JsonObject) => boolean
  /** Texts beside the secrets that errors must not repeat. */
  readonly private?: readonly string[]
}

/** The Graph API on behalf of an account. */
export interface Graph {
  /**
   * @returns the JSON of a success
   * @throws {TransportError} for everything else
   */
  ask(account: TransportAccount, request: GraphRequest): Promise<JsonObject>
  /** The bytes behind an address that the Graph API gave. @throws {TransportError} */
  fetch(account: TransportAccount, url: URL, signal?: AbortSignal): Promise<ExchangeAnswer>
  /** Where the account's Graph API is. */
  origin(account: TransportAccount): string
}

const userAgent = 'Switchboard/0.1.0'

export function createGraph(exchange: Exchange, defaults: GraphDefaults): Graph {
  return {
    async ask(account, request) {
      const { effect = 'none' } = request
      const url = graphUrl(account, defaults, request.path, request.query)
      const headers = { ...headersFor(account), ...request.stream?.headers, ...(request.json !== undefined && asJson) }
      const body = request.stream?.body ?? (request.json === undefined ? undefined : JSON.stringify(request.json))
      const method = request.method ?? 'GET'
      try {
        const answer = await exchange.ask({ method, url, headers, body, signal: request.signal })
        const json = readJsonObject(await readText(answer.body))
        const { status } = answer
        if (status >= 200 && status < 300 && json && !('error' in json)) return json
        if (status < 500 && json && request.saysWhatWasDone?.(json)) return json
        if (status >= 200 && status < 300 && !json) throw unclearAnswer('Meta', status, effect)
        throw graphRefusal({ status, headers: answer.headers, json }, effect, privateOf(account, request))
      } catch (error) {
        throw error instanceof ExchangeError ? noAnswer(error, 'Meta', effect) : error
      }
    },
    async fetch(account, url, signal) {
      try {
        const answer = await exchange.ask({ method: 'GET', url, headers: headersFor(account), signal })
        if (answer.status === 200) return answer
        const json = readJsonObject(await readText(answer.body))
        throw graphRefusal({ ...answer, json }, 'none', privateOf(account))
      } catch (error) {
        throw error instanceof ExchangeError ? noAnswer(error, 'Meta', 'none') : error
      }
    },
    origin: (account) => graphUrl(account, defaults, []).origin,
  }
}

const asJson = { 'content-type': 'application/json' }

function headersFor(account: TransportAccount): Record<string, string> {
  return { authorization: `Bearer ${accessTokenOf(account)}`, accept: '*/*', 'user-agent': userAgent }
}

function privateOf(account: TransportAccount, request?: GraphRequest): string[] {
  return [...Object.values(account.secrets), ...(request?.private ?? [])]
}
