import { Histogram, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { createRequestSeconds, requestSecondsBuckets } from './request-seconds.ts'

test('what Prometheus reads is what a histogram of prom-client would show', async () => {
  const [ours, theirs] = [new Registry(), new Registry()]
  const seconds = createRequestSeconds(ours)
  const histogram = new Histogram({
    name: 'switchboard_http_request_seconds',
    help: 'From the request to the end of the answer',
    labelNames: ['method', 'route', 'status'],
    buckets: requestSecondsBuckets,
    registers: [theirs],
  })
  expect(await ours.metrics()).toBe(await theirs.metrics())

  // On, just below and just above each bound, and beyond them all.
  const durations = requestSecondsBuckets.flatMap((bound) => [bound, bound * 0.99, bound * 1.01])
  const routes = ['/webhooks/whatsapp', '/v1/contacts/:id', 'a "quoted"\n\\ one']
  for (const [i, duration] of [...durations, 0, 1_000].entries()) {
    for (const method of ['GET', 'POST']) {
      const route = routes[i % routes.length] ?? ''
      const status = i % 2 === 0 ? 200 : 503
      seconds.observe(method, route, status, duration)
      histogram.observe({ method, route, status }, duration)
    }
  }
  expect(await ours.metrics()).toBe(await theirs.metrics())
  expect((await ours.getMetricsAsJSON())[0]).toMatchObject({ type: 'histogram' })
})
