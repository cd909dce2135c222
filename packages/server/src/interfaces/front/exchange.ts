import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { FastifyBaseLogger } from 'fastify'
import { problemDocument, problemMediaType, refusalOf } from '../problem.ts'

/** What may be asked of a request, however it came. */
export type FrontRequest = Pick<IncomingMessage, 'headers' | 'socket'>

/** One request and its answer. */
export interface Exchange {
  readonly request: FrontRequest
  /** All of it, or where it comes from. */
  readonly body: Buffer | Readable
  /** The pattern of the route's address. */
  readonly route: string
  /** Given back as `x-request-id`. */
  readonly id: string
  readonly log: FastifyBaseLogger
  /** 200 without a body. */
  answerEmpty(): void
  /** @param headers names and values in turn, beside those that every answer has. */
  answer(status: number, headers: readonly string[], body: string): void
}

/** A problem document, as `answerProblem` gives it. */
export function answerRefusal(exchange: Exchange, error: unknown): void {
  const { id, log, route } = exchange
  const refusal = refusalOf(error)
  if (refusal.code === 'internal') log.error({ err: error, route, reqId: id }, 'a request failed unexpectedly')
  const type = ['content-type', `${problemMediaType}; charset=utf-8`]
  const body = JSON.stringify(problemDocument(refusal, id))
  exchange.answer(refusal.status, [...Object.entries(refusal.headers).flat(), ...type], body)
}
