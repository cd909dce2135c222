import { z } from 'zod'
import type { App } from '../../app.ts'
import { checkHealth, type HealthDependencies } from '../../check-health.ts'
import { adminRoute } from './admin-route.ts'

const Answer = z.object({
  dependencies: z.object({
    postgres: z.boolean(),
    redis: z.string(),
    minio: z.union([z.boolean(), z.string()]),
  }),
  version: z.string(),
})

/**
 * `GET /admin/health`. Redis is not used here, and MinIO only where MINIO_ENDPOINT is set; otherwise its place says so, in a form that
 * a monitor takes for fine.
 */
export function registerAdminHealth(app: App, dependencies: HealthDependencies): void {
  app.get(
    '/admin/health',
    {
      config: adminRoute,
      schema: { summary: "Dependencies' state and the git version", tags: ['admin'], response: { 200: Answer } },
    },
    async () => {
      const { database, files } = await checkHealth(dependencies)
      const unused = 'not used'
      const minio = files?.kind === 's3' ? files.ok : unused
      return {
        dependencies: { postgres: database.ok, redis: unused, minio },
        version: dependencies.gitVersion ?? 'unknown',
      }
    },
  )
}
