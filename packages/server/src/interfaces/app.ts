import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from '@fastify/type-provider-zod'
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { Authenticator } from '../access/authenticate.ts'
import type { App } from './app-type.ts'
import { installFront } from './front.ts'
import { answerUnknownAddresses } from './method-not-allowed.ts'
import { registerOpenApi } from './openapi.ts'
import { answerProblem } from './problem.ts'
import { refuseUnknownParameters } from './refuse-unknown-parameters.ts'
import { requestIdOf } from './request-id.ts'
import { guardRoutes } from './require-scope.ts'

export type { App } from './app-type.ts'

export interface AppDependencies {
  readonly log: FastifyBaseLogger
  readonly authenticator: Authenticator
  /** Shown in the OpenAPI document. */
  readonly version?: string
  /** Believe X-Forwarded-For of these; see Fastify's `trustProxy`. Default: nobody. */
  readonly trustProxy?: boolean | string | string[]
}

/** REST bodies are small; the webhook routes set their own limit. */
const bodyLimitBytes = 1024 * 1024

/**
 * The HTTP server without its routes: `const app = await createApp(…)`, then each interface's `registerX(app, …)`, then
 * `app.listen`. Each route declares its scope or that it is public (require-scope.ts); a thrown `Refusal` is answered as a
 * problem document, anything else as 500 without its text.
 */
export async function createApp(dependencies: AppDependencies): Promise<App> {
  const app = Fastify({
    loggerInstance: dependencies.log,
    // Its lines hold whole URLs: search words and verify tokens. Ours hold the route's pattern.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    trustProxy: dependencies.trustProxy ?? false,
    genReqId: requestIdOf,
    // A request must arrive whole within 30 s and its headers within 15 s: slow senders do not hold connections.
    requestTimeout: 30_000,
    // Longer than the 60 s after which common proxies let go, so that the proxy never sends into a closed connection.
    keepAliveTimeout: 75_000,
    http: { headersTimeout: 15_000 },
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
  installFront(app)
  answerUnknownAddresses(app)
  await registerOpenApi(app, dependencies.version ?? '0.0.0')
  refuseUnknownParameters(app)
  guardRoutes(app, dependencies.authenticator)
  return app
}
