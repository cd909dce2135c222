import { z } from 'zod'
import type { App } from '../../app.ts'
import { checkHealth, type HealthDependencies } from '../../check-health.ts'
import { adminRoute } from './admin-route.ts'

const Answer = z.object({
  dependencies: z.object({
    postgres: z.boolean(),
    redis: z.string(),
    minio: z.string(),
  }),
  version: z.string(),
  env: z.string(),
})

/** `GET /admin/health`. Redis and MinIO are not used here; their place says so, in a form that a monitor takes for fine. */
export function registerAdminHealth(app: App, dependencies: HealthDependencies): void {
  app.get(
    '/admin/health',
    {
      config: adminRoute,
      schema: { summary: "Dependencies' state and the git version", tags: ['admin'], response: { 200: Answer } },
    },
    async () => {
      const { database } = await checkHealth(dependencies)
      const unused = 'not used'
      return {
        dependencies: { postgres: database.ok, redis: unused, minio: unused },
        version: dependencies.gitVersion ?? 'unknown',
        env: dependencies.environment ?? 'production',
      }
    },
  )
}
