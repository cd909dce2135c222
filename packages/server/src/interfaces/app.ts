import type { ServerOptions as SecureServerOptions } from 'node:https'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from '@fastify/type-provider-zod'
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { Authenticator } from '../access/authenticate.ts'
import { type RoutePermissions, routePermissions } from '../access/permission-table.ts'
import { parseAddressRange } from '../http/public-address.ts'
import type { App } from './app-type.ts'
import { checkReach } from './check-reach.ts'
import { answerBroken } from './edge/answer-broken.ts'
import { createHostCheck, type HostRules } from './edge/check-host.ts'
import { dropStalled } from './edge/drop-stalled.ts'
import { type OpenTunnel, throughTunnel } from './edge/limit-tunnel.ts'
import { createSecurityHeaders } from './edge/security-headers.ts'
import { enterWorkspaces } from './enter-workspace.ts'
import { installFront } from './front/front.ts'
import { countCredentials, limitAddresses, type RequestLimits } from './limit-requests.ts'
import { answerUnknownAddresses } from './method-not-allowed.ts'
import { registerOpenApi } from './openapi.ts'
import { answerProblem } from './problem.ts'
import { refuseUnknownParameters } from './refuse-unknown-parameters.ts'
import { refuseUnstorableText } from './refuse-unstorable-text.ts'
import { requestIdOf } from './request-id.ts'
import { guardRoutes } from './require-scope.ts'
import { takeEmptyBodies } from './take-empty-bodies.ts'

export type { App } from './app-type.ts'

export interface AppDependencies {
  readonly log: FastifyBaseLogger
  readonly authenticator: Authenticator
  /** Shown in the OpenAPI document. */
  readonly version?: string
  readonly edge?: EdgeOptions
  /** Absent: none. */
  readonly limits?: RequestLimits
  /** Absent: the table. Only tests have routes of their own. */
  readonly permissions?: RoutePermissions
}

export interface EdgeOptions extends Partial<HostRules> {
  /** Addresses and ranges whose X-Forwarded-For and -Proto are believed. Default: nobody's. */
  readonly trustedProxies?: readonly string[]
  /** Asked at each request: tunnels come and go. Default: none. */
  readonly tunnel?: () => OpenTunnel | undefined
  /** Answers over TLS itself. */
  readonly tls?: SecureServerOptions | undefined
}

/** REST bodies are small; the webhook routes set their own limit. */
const bodyLimitBytes = 1024 * 1024

/**
 * The HTTP server without its routes: `const app = await createApp(…)`, then each interface's `registerX(app, …)`, then
 * `app.listen`. Each route has a line in the table of permissions (require-scope.ts); a thrown `Refusal` is answered as a
 * problem document, anything else as 500 without its text.
 */
export async function createApp(dependencies: AppDependencies): Promise<App> {
  const {
    trustedProxies = [],
    tls,
    loopback = false,
    publicBaseUrl,
    tunnel = () => undefined,
  } = dependencies.edge ?? {}
  const ownHost = publicBaseUrl && new URL(publicBaseUrl).host
  const security = createSecurityHeaders(trustedProxies.map(parseAddressRange).filter((range) => range !== undefined))
  const checkHost = createHostCheck({ loopback, publicBaseUrl })
  const app = Fastify({
    ...serverOptions(tls),
    loggerInstance: dependencies.log,
    // Its lines hold whole URLs: search words and verify tokens. Ours hold the route's pattern.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: requestIdOf,
    // Where Fastify answers before any hook: addresses that it cannot read.
    frameworkErrors(error, request, reply) {
      security.set(request.raw, reply.raw)
      answerProblem(error, request, reply.header('x-request-id', request.id))
    },
    clientErrorHandler: answerBroken,
    requestTimeout: 30_000,
    // Longer than the 60 s after which common proxies let go, so that the proxy never sends into a closed connection.
    keepAliveTimeout: 75_000,
    // Connections in use finish their request when the server closes; idle ones are dropped at once.
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerProblem)
  // At the beginning: an answer without `onSend` hooks costs the webhook less.
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    // Not there yet where requests are injected.
    security.set(request.raw, reply.raw)
    dropStalled(reply.raw)
    // Webhooks are signed, and may be told to come by a name that only their sender knows.
    if (!request.url.startsWith('/webhooks/')) checkHost(request.raw, throughTunnel(request, tunnel(), ownHost))
    done()
  })
  const tellsOfAll = ['debug', 'trace'].includes(dependencies.log.level)
  app.addHook('onResponse', (request, reply, done) => {
    // Asked first: of thousands of webhooks a second nobody reads what the line would cost to make.
    if (reply.statusCode < 400 && !tellsOfAll) return done()
    const { method, url } = request.routeOptions
    const line = { method, route: url, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) }
    if (reply.statusCode >= 400) request.log.info(line, 'request refused')
    else request.log.debug(line, 'request answered')
    done()
  })
  takeEmptyBodies(app)
  installFront(app, security)
  await limitAddresses(app, dependencies.limits ?? { perCredential: null, perAddress: null })
  answerUnknownAddresses(app)
  guardRoutes(app, dependencies.authenticator, dependencies.permissions ?? routePermissions)
  enterWorkspaces(app)
  countCredentials(app)
  checkReach(app, dependencies.authenticator)
  await registerOpenApi(app, dependencies.version ?? '0.0.0')
  refuseUnknownParameters(app)
  refuseUnstorableText(app)
  return app
}

/**
 * A request must arrive whole within 30 s and its headers within 15 s, so that slow senders do not hold connections. Node looks
 * for late ones every 30 s unless it is told otherwise.
 */
const timeLimits = { headersTimeout: 15_000, connectionsCheckingInterval: 1_000 }

function serverOptions(tls: SecureServerOptions | undefined): { http: typeof timeLimits } {
  if (!tls) return { http: timeLimits }
  // Fastify's types tell servers with and without TLS apart; for what is done with it here they are the same.
  return { https: { ...timeLimits, ...tls } } as unknown as { http: typeof timeLimits }
}
