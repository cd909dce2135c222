import type { Metrics } from '../../metrics/metrics.ts'
import type { App } from '../app.ts'

export interface MetricsDependencies {
  readonly metrics: Metrics
}

/**
 * `GET /metrics` for Prometheus: open to this machine itself, otherwise for any valid credential (`authorization` in the
 * scrape configuration). Also times every request. Call before the routes are registered.
 */
export function registerMetrics(app: App, { metrics }: MetricsDependencies): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request
    // Unknown addresses share one label: whoever makes them up must not make up series.
    const route = request.routeOptions.url ?? 'unknown'
    metrics.httpSeconds.observe(method, route, reply.statusCode, reply.elapsedTime / 1_000)
    done()
  })
  app.onFrontAnswer(({ method, route, status, milliseconds }) => {
    metrics.httpSeconds.observe(method, route, status, milliseconds / 1_000)
  })
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}
