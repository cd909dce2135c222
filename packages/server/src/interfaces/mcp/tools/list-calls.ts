import { z } from 'zod'
import { listCalls } from '../../../store/queries/list-calls.ts'
import { CallView, callView } from '../views/call.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import {
  accountId,
  after,
  before,
  contactId,
  conversationId,
  cursor,
  direction,
  limitOf,
  nextCursor,
} from './arguments.ts'
import { paged, readTool } from './tool.ts'

export const listCallsTool = readTool({
  name: 'list_calls',
  title: 'List calls',
  description:
    'Lists WhatsApp voice calls, newest first: with whom, in which direction, how each went and how long it was.',
  input: z.strictObject({
    conversationId: conversationId.optional(),
    contactId: contactId.optional(),
    accountId: accountId.optional(),
    direction: direction.optional(),
    after,
    before,
    limit: limitOf(20),
    cursor,
    timezone: TimeZoneArgument,
  }),
  output: z.object({ calls: z.array(CallView), nextCursor }),
  async handle({ timezone, limit, ...args }, { db, principal }) {
    const time = timeShower(timezone)
    return paged({
      limit,
      fetch: (most) => listCalls(db, principal.workspaceId, { ...args, limit: most }),
      render: (page) => ({ calls: page.items.map((call) => callView(call, time)), nextCursor: page.nextCursor }),
    })
  },
})
