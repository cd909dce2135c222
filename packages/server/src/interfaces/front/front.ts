import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger } from 'fastify'
import type { App } from '../app-type.ts'
import { admitPipelined } from '../edge/limit-pipelining.ts'
import type { SecurityHeaders } from '../edge/security-headers.ts'
import { requestIdOf } from '../request-id.ts'
import { type AnswerText, createAnswerText } from './answer-text.ts'
import type { Exchange } from './exchange.ts'
import type { FastConnection } from './fast-connection.ts'
import { createFastPath } from './fast-path.ts'
import type { PlainRequest } from './plain-request.ts'

/**
 * A route in front of node:http and Fastify, for what comes thousands of times a second: measured at 256 connections, their
 * objects for each request cost more than reading, checking and storing it.
 *
 * It is also a route of Fastify's, so that the OpenAPI document, `inject` and every request that is not of the plainest form lead
 * to the same function.
 */
export interface FrontRoute {
  readonly method: 'POST'
  /** Compared as it stands, without a query. */
  readonly url: string
  readonly schema: object
  /** Answers with `exchange.answerEmpty` or `answerRefusal`, once, now or later. Must not throw. */
  answer(exchange: Exchange): void
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
    /** Closes every connection at once, those in front of Fastify too. */
    cutConnections(): void
  }
}

/** Makes `app.answerFirst` work, and every answer carry the security headers. Call when the app is made. */
export function installFront(app: App, security: SecurityHeaders): void {
  const path = createFastPath(app.server)
  const listeners: ((answer: FrontAnswer) => void)[] = []
  app.addHook('preClose', (done) => {
    path.close()
    done()
  })
  app.decorate('cutConnections', () => {
    path.cut()
    app.server.closeAllConnections()
  })
  guardRequests(app, security)

  app.decorate('onFrontAnswer', (listener: (answer: FrontAnswer) => void) => {
    listeners.push(listener)
  })
  app.decorate('answerFirst', (route: FrontRoute) => {
    // Where every answer gets its line, Fastify's hooks write it.
    if (!['debug', 'trace'].includes(app.log.level)) {
      const answered = (exchange: Exchange, status: number, milliseconds: number) => {
        const answer = { method: route.method, route: route.url, status, milliseconds }
        for (const listener of listeners) listener(answer)
        if (status < 400) return
        app.log.info({ ...answer, milliseconds: Math.round(milliseconds), reqId: exchange.id }, 'request refused')
      }
      const text = createAnswerText(app.server.keepAliveTimeout)
      const common = { route: route.url, log: app.log, security, text, answered }
      path.open(`${route.method} ${route.url} HTTP/1.1\r\n`, (request, connection) => {
        route.answer(fastExchange(common, request, connection))
      })
    }
    app.route({
      method: route.method,
      url: route.url,
      schema: route.schema,
      // Before a body is read. Without a call of `done` Fastify leaves the request alone.
      onRequest({ raw, id }, reply, _done) {
        reply.hijack()
        const always = ['x-request-id', id, ...security.listFor(raw)]
        const answer = (status: number, headers: readonly string[], body: string) => {
          const length = ['content-length', String(Buffer.byteLength(body))]
          reply.raw.writeHead(status, [...length, ...always, ...headers]).end(body)
        }
        const answerEmpty = () => answer(200, [], '')
        route.answer({ request: raw, body: raw, route: route.url, id, log: app.log, answerEmpty, answer })
      },
      handler: () => Promise.reject(new Error('the front has answered')),
    })
  })
}

/** Here and not in a hook: Fastify answers some requests before any hook runs. */
function guardRequests(app: App, security: SecurityHeaders): void {
  const [toFastify, ...others] = app.server.listeners('request')
  if (!toFastify || others.length > 0) throw new Error('Fastify is expected to listen to its server once')
  app.server.removeAllListeners('request')
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    security.set(request, response)
    if (!admitPipelined(request, response)) return
    toFastify.call(app.server, request, response)
  })
}

/** What all exchanges in front of Fastify have in common. */
interface Common {
  readonly route: string
  readonly log: FastifyBaseLogger
  readonly security: SecurityHeaders
  readonly text: AnswerText
  readonly answered: (exchange: Exchange, status: number, milliseconds: number) => void
}

function fastExchange(common: Common, { headers, body }: PlainRequest, connection: FastConnection): Exchange {
  const { route, log, security, text, answered } = common
  const started = performance.now()
  const request = { headers, socket: connection.socket }
  const id = requestIdOf(request)
  const exchange: Exchange = {
    request,
    body,
    route,
    id,
    log,
    answerEmpty() {
      if (connection.closing) exchange.answer(200, [], '')
      else {
        connection.answer(text.empty(id, security.listFor(request)), 'latin1')
        answered(exchange, 200, performance.now() - started)
      }
    },
    answer(status, given, answerBody) {
      const all = ['x-request-id', id, ...security.listFor(request), ...given]
      connection.answer(text.whole({ status, headers: all, body: answerBody, last: connection.closing }), 'utf8')
      answered(exchange, status, performance.now() - started)
    },
  }
  return exchange
}
