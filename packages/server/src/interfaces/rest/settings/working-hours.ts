import { isOpenAt, WorkingHours, WorkingHoursReport } from '@switchboard/contract'
import type pg from 'pg'
import { z } from 'zod'
import type { Principal } from '../../../access/principal.ts'
import { getWorkspaceSettings } from '../../../store/queries/get-workspace-settings.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { saveSettings } from './save-settings.ts'

const Body = z.strictObject({
  workingHours: WorkingHours.nullable().meta({ description: 'As a whole; null: none' }),
})

/** `GET|PUT /v1/settings/working-hours`: when somebody answers. */
export function registerWorkingHours(app: App, { pool }: { readonly pool: pg.Pool }): void {
  const report = async ({ workspaceId }: Principal): Promise<WorkingHoursReport> => {
    const { workingHours } = await getWorkspaceSettings(pool, workspaceId)
    return { workingHours, open: isOpenAt(workingHours, new Date()) }
  }
  app.get(
    '/v1/settings/working-hours',
    { schema: { summary: 'When somebody answers', tags: ['settings'], response: { 200: WorkingHoursReport } } },
    (request) => report(principalOf(request)),
  )
  app.put(
    '/v1/settings/working-hours',
    {
      schema: {
        summary: 'Change when somebody answers',
        description: 'Spans a day in one time zone, and days on which nobody answers.',
        tags: ['settings'],
        body: Body,
        response: { 200: WorkingHoursReport },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      await saveSettings(pool, principal, { about: 'working-hours', change: request.body })
      return report(principal)
    },
  )
}
