import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger } from 'fastify'
import type { App } from './app-type.ts'
import { admitPipelined } from './edge/limit-pipelining.ts'
import type { SecurityHeaders } from './edge/security-headers.ts'
import { problemDocument, problemMediaType, refusalOf } from './problem.ts'
import { requestIdOf } from './request-id.ts'

/**
 * A route in front of Fastify, for what comes thousands of times a second: measured at 256 connections, Fastify's lifecycle with
 * our hooks costs 8 µs a request beside the 22 µs of bare node:http.
 *
 * It is also a route of Fastify's, so that the OpenAPI document, `inject` and every spelling of the address that only Fastify
 * understands lead to the same function.
 */
export interface FrontRoute {
  readonly method: 'POST'
  /** Compared as it stands, without a query. */
  readonly url: string
  readonly schema: object
  /** Answers with `answerEmpty` or `answerRefusal`, once. Must not throw. */
  answer(exchange: Exchange): void
}

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Given back as `x-request-id`. */
  readonly id: string
  /** What every answer says to browsers, names and values in turn. */
  readonly headers: readonly string[]
  readonly log: FastifyBaseLogger
  /** Told of the answer; undefined where Fastify's hooks hear of it. */
  readonly answered: ((exchange: Exchange) => void) | undefined
  /** `performance.now()` when it came. */
  readonly started: number
}

export interface FrontAnswer {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly milliseconds: number
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Registers a route in front of Fastify, and with Fastify. */
    answerFirst(route: FrontRoute): void
    /** Tells of each answer in front of Fastify, as `onResponse` does of the others. */
    onFrontAnswer(listener: (answer: FrontAnswer) => void): void
  }
}

/** Makes `app.answerFirst` work, and every answer carry the security headers. Call when the app is made. */
export function installFront(app: App, security: SecurityHeaders): void {
  const routes = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>()
  const listeners: ((answer: FrontAnswer) => void)[] = []
  let closing = false
  app.addHook('preClose', (done) => {
    closing = true
    done()
  })

  const [toFastify, ...others] = app.server.listeners('request')
  if (!toFastify || others.length > 0) throw new Error('Fastify is expected to listen to its server once')
  app.server.removeAllListeners('request')
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // Nothing new is begun while the server closes: Fastify says so.
    const take = request.method === 'POST' && !closing ? routes.get(request.url ?? '') : undefined
    if (take) {
      take(request, response)
      return
    }
    // Here and not in a hook: Fastify answers some requests before any hook runs.
    security.set(request, response)
    if (!admitPipelined(request, response)) return
    toFastify.call(app.server, request, response)
  })

  app.decorate('onFrontAnswer', (listener: (answer: FrontAnswer) => void) => {
    listeners.push(listener)
  })
  app.decorate('answerFirst', (route: FrontRoute) => {
    const { method, url } = route
    const answered = ({ response, started, log, id }: Exchange) => {
      const status = response.statusCode
      const answer = { method, route: url, status, milliseconds: performance.now() - started }
      for (const listener of listeners) listener(answer)
      if (status >= 400)
        log.info({ ...answer, milliseconds: Math.round(answer.milliseconds), reqId: id }, 'request refused')
    }
    // Where every answer gets its line, Fastify's hooks write it.
    if (!['debug', 'trace'].includes(app.log.level)) {
      routes.set(url, (request, response) => {
        const id = requestIdOf(request)
        const headers = security.listFor(request)
        route.answer({ request, response, id, headers, log: app.log, answered, started: performance.now() })
      })
    }
    app.route({
      method,
      url,
      schema: route.schema,
      // Before a body is read. Without a call of `done` Fastify leaves the request alone.
      onRequest({ raw: request, id }, reply, _done) {
        reply.hijack()
        const headers = security.listFor(request)
        route.answer({ request, response: reply.raw, id, headers, log: app.log, answered: undefined, started: 0 })
      },
      handler: () => Promise.reject(new Error('the front has answered')),
    })
  })
}

/** 200 without a body. */
export function answerEmpty(exchange: Exchange): void {
  const { response, id, headers } = exchange
  response.writeHead(200, headersOfEmpty(headers, id))
  response.end()
  exchange.answered?.(exchange)
}

const emptyAnswers = new WeakMap<readonly string[], string[]>()

/** One list for each of the few that `headers` can be; only the id in it changes, and `writeHead` keeps nothing of it. */
function headersOfEmpty(headers: readonly string[], id: string): string[] {
  let list = emptyAnswers.get(headers)
  if (!list) {
    list = ['x-request-id', '', 'content-length', '0', ...headers]
    emptyAnswers.set(headers, list)
  }
  list[1] = id
  return list
}

/** A problem document, as `answerProblem` gives it. */
export function answerRefusal(exchange: Exchange, error: unknown): void {
  const { response, id, log, request } = exchange
  const refusal = refusalOf(error)
  if (refusal.code === 'internal') {
    log.error({ err: error, route: request.url?.split('?', 1)[0], reqId: id }, 'a request failed unexpectedly')
  }
  const body = JSON.stringify(problemDocument(refusal, id))
  response.writeHead(refusal.status, [
    ...Object.entries(refusal.headers).flat(),
    ...['x-request-id', id],
    ...['content-type', `${problemMediaType}; charset=utf-8`],
    ...['content-length', String(Buffer.byteLength(body))],
    ...exchange.headers,
  ])
  response.end(body)
  exchange.answered?.(exchange)
}
