import { RetentionReport, RetentionSettings } from '@switchboard/contract'
import type pg from 'pg'
import type { Principal } from '../../../access/principal.ts'
import { Refusal } from '../../../refusal.ts'
import { getWorkspaceSettings } from '../../../store/queries/get-workspace-settings.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import { saveSettings } from './save-settings.ts'

export interface RetentionDependencies {
  readonly pool: pg.Pool
  /** Days that the server keeps messages and the audit, of every workspace; null: for ever. */
  readonly serverDays: { readonly messages: number | null; readonly audit: number | null }
}

/** `GET|PUT /v1/settings/retention`: how long messages and calls are kept, where that is shorter than the server says. */
export function registerRetention(app: App, { pool, serverDays }: RetentionDependencies): void {
  const report = async ({ workspaceId }: Principal): Promise<RetentionReport> => {
    const { retentionDays: days } = await getWorkspaceSettings(pool, workspaceId)
    const effective = Math.min(days ?? Number.POSITIVE_INFINITY, serverDays.messages ?? Number.POSITIVE_INFINITY)
    return {
      days,
      effectiveDays: Number.isFinite(effective) ? effective : null,
      server: {
        messages: { days: serverDays.messages, variable: 'RETENTION_DAYS' },
        audit: { days: serverDays.audit, variable: 'AUDIT_RETENTION_DAYS' },
      },
    }
  }
  app.get(
    '/v1/settings/retention',
    { schema: { summary: 'How long messages are kept', tags: ['settings'], response: { 200: RetentionReport } } },
    (request) => report(principalOf(request)),
  )
  app.put(
    '/v1/settings/retention',
    {
      schema: {
        summary: 'Keep messages for a shorter time',
        description:
          'Shorter than the server keeps them, of this workspace. What is older goes with the next nightly run, for good. ' +
          'Raw webhook bodies stay as long as the server keeps them.',
        tags: ['settings'],
        body: RetentionSettings,
        response: { 200: RetentionReport },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const { days } = request.body
      if (days !== null && serverDays.messages !== null && days > serverDays.messages) {
        const message = `The server keeps messages for ${serverDays.messages} days (RETENTION_DAYS); a workspace can keep them for a shorter time only.`
        throw new Refusal('invalid-request', { detail: message, errors: [{ path: 'body.days', message }] })
      }
      await saveSettings(pool, principal, { about: 'retention', change: { retentionDays: days } })
      return report(principal)
    },
  )
}
