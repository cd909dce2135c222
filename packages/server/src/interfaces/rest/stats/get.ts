import { AccountId, Stats, Timestamp } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import { getStats } from '../../../store/queries/get-stats.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

const dayMs = 24 * 60 * 60 * 1000
const defaultSpan = 30 * dayMs
const longestSpan = 366 * dayMs

const Query = z.object({
  accountId: AccountId.optional(),
  after: Timestamp.optional().meta({ description: 'Default: 30 days before `before`' }),
  before: Timestamp.optional().meta({ description: 'Default: now' }),
  timeZone: z
    .string()
    .refine(isTimeZone, 'is an IANA time zone, e.g. Europe/Berlin')
    .default('UTC')
    .meta({ description: 'Where a day begins', example: 'Europe/Berlin' }),
})

/** `GET /v1/stats`: how much was said, and how soon it was answered. */
export function registerGetStats(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/stats',
    {
      schema: {
        summary: 'Counts of messages and calls',
        description: 'By day, account, type and status, with response times, over at most 366 days.',
        tags: ['stats'],
        querystring: Query,
        response: { 200: Stats },
      },
    },
    (request) => {
      const { accountId, timeZone } = request.query
      const before = request.query.before === undefined ? new Date() : new Date(request.query.before)
      const { after = new Date(before.getTime() - defaultSpan).toISOString() } = request.query
      const span = before.getTime() - Date.parse(after)
      if (span <= 0 || span > longestSpan) {
        throw new Refusal('invalid-request', { detail: '`after` must lie before `before`, by at most 366 days.' })
      }
      const args = { accountId, after, before: before.toISOString(), timeZone }
      return getStats(db, principalOf(request).workspaceId, args)
    },
  )
}

/** A name, not an offset: Postgres reads the sign of an offset the other way round. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false // RangeError: no such zone
  }
}
