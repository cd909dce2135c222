import { z } from 'zod'
import type { App } from '../../app.ts'
import { checkHealth, type Health, type HealthDependencies } from '../../check-health.ts'

export type { HealthDependencies } from '../../check-health.ts'

const Live = z.object({ status: z.literal('live'), version: z.string(), gitVersion: z.string().nullable() })
const Ready = z
  .object({
    status: z.enum(['ready', 'degraded', 'not-ready']),
    version: z.string(),
    gitVersion: z.string().nullable(),
    checks: z.object({
      database: z.object({ ok: z.boolean(), milliseconds: z.int() }),
      migrations: z.object({ ok: z.boolean(), pending: z.array(z.string()) }),
      disk: z.object({ ok: z.boolean(), freeBytes: z.number().nullable() }),
      files: z.object({ ok: z.boolean(), kind: z.enum(['disk', 's3']) }).nullable(),
      projection: z.object({
        ok: z.boolean(),
        pending: z.int().optional(),
        lagSeconds: z.number().optional(),
        parked: z.int().optional(),
      }),
      stopping: z.boolean(),
    }),
  })
  .meta({ id: 'Readiness' })

/** So long an answer is given again: anybody may ask, and asking must not load the database. */
const believedMilliseconds = 1_000

/**
 * `GET /health/live`: the process answers. `GET /health/ready`: 200 when it can take webhooks (database, migrations, disk),
 * otherwise 503; `degraded` when it can but projection is far behind, or files cannot be kept.
 */
export function registerHealth(app: App, dependencies: HealthDependencies): void {
  const { version, gitVersion } = dependencies
  app.get(
    '/health/live',
    {
      schema: { summary: 'Is the process there', tags: ['health'], response: { 200: Live } },
    },
    () => ({ status: 'live' as const, version, gitVersion }),
  )
  let last: { readonly at: number; readonly health: Promise<Health> } | null = null
  app.get(
    '/health/ready',
    {
      schema: { summary: 'Can it take traffic', tags: ['health'], response: { 200: Ready, 503: Ready } },
    },
    async (_request, reply) => {
      const now = performance.now()
      if (!last || now - last.at > believedMilliseconds) last = { at: now, health: checkHealth(dependencies) }
      const { ready, ...checks } = await last.health
      const whole = checks.projection.ok && checks.files?.ok !== false
      const status = !ready ? 'not-ready' : whole ? 'ready' : 'degraded'
      return reply
        .code(ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status, version, gitVersion, checks })
    },
  )
}
