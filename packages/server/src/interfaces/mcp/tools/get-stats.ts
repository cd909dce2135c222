import { Stats } from '@switchboard/contract'
import { z } from 'zod'
import { getStats } from '../../../store/queries/get-stats.ts'
import { TimeZoneArgument } from '../views/time.ts'
import { accountId, after, before } from './arguments.ts'
import { readTool, single, ToolError } from './tool.ts'

const day = 24 * 60 * 60 * 1000
const defaultDays = 7
const mostDays = 92

export const getStatsTool = readTool({
  name: 'get_stats',
  title: 'Get statistics',
  description:
    'Counts over a span of time (by default the last 7 days, at most 92): messages by day, account, type and delivery ' +
    'status, how soon customers were answered, and calls by outcome.',
  input: z.strictObject({ after, before, accountId: accountId.optional(), timezone: TimeZoneArgument }),
  output: z.object({ stats: Stats }),
  async handle(args, { db, principal, now }) {
    const before = args.before ?? now().toISOString()
    const after = args.after ?? new Date(Date.parse(before) - defaultDays * day).toISOString()
    const span = Date.parse(before) - Date.parse(after)
    if (span <= 0) throw new ToolError(`\`after\` (${after}) must be earlier than \`before\` (${before}).`)
    if (span > mostDays * day) throw new ToolError(`The span is longer than ${mostDays} days. Ask for parts of it.`)
    const stats = await getStats(db, principal.workspaceId, {
      after,
      before,
      accountId: args.accountId,
      ...(args.timezone === undefined ? {} : { timeZone: args.timezone }),
    })
    return single(() => ({ stats }))
  },
})
