import { z } from 'zod'
import { listCalls } from '../../../store/queries/list-calls.ts'
import { nextCursor } from '../tools/arguments.ts'
import { paged, readTool, ToolError } from '../tools/tool.ts'
import { CallView, callView } from '../views/call.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { findByJid } from './jid.ts'
import { limitArgument } from './list-answer.ts'

/** frappe_whatsapp's tool. */
export const getCallHistoryTool = readTool({
  name: 'get_call_history',
  title: 'Get call history',
  description: 'WhatsApp calls, newest first, with everybody or with one phone number.',
  toolset: 'compat',
  input: z.object({
    phone_number: z.string().nullish().describe('e.g. +4915112345678'),
    limit: limitArgument(20),
    cursor: z.string().optional(),
    timezone: TimeZoneArgument,
  }),
  output: z.object({ calls: z.array(CallView), nextCursor }),
  async handle({ phone_number, limit, cursor, timezone }, { db, principal }) {
    const chat = phone_number ? await findByJid(db, principal.workspaceId, phone_number) : undefined
    if (chat === null || chat?.kind === 'group') throw new ToolError('Nobody is known by that phone number.')
    const time = timeShower(timezone)
    return paged({
      limit,
      fetch: (most) => listCalls(db, principal.workspaceId, { contactId: chat?.contactId, cursor, limit: most }),
      render: (page) => ({ calls: page.items.map((call) => callView(call, time)), nextCursor: page.nextCursor }),
    })
  },
})
