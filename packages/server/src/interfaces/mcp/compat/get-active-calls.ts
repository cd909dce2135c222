import { z } from 'zod'
import { listCalls } from '../../../store/queries/list-calls.ts'
import { readTool, single } from '../tools/tool.ts'
import { CallView, callView } from '../views/call.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'

/** A call of which no end was seen by then has one that we missed. */
const longestCall = 4 * 60 * 60 * 1000
const most = 200
const going = new Set(['connect', 'ringing', 'accepted'])

/** frappe_whatsapp's tool. */
export const getActiveCallsTool = readTool({
  name: 'get_active_calls',
  title: 'Get active calls',
  description: 'WhatsApp calls that ring or are going on now, as far as WhatsApp told.',
  toolset: 'compat',
  input: z.object({ timezone: TimeZoneArgument }),
  output: z.object({ calls: z.array(CallView) }),
  async handle({ timezone }, { db, principal, now }) {
    const after = new Date(now().getTime() - longestCall).toISOString()
    const { items } = await listCalls(db, principal.workspaceId, { after, limit: most })
    const active = items.filter((call) => going.has(call.state) && call.endedAt === null)
    const time = timeShower(timezone)
    return single((clip) => ({ calls: active.slice(0, Math.ceil(clip / 80)).map((call) => callView(call, time)) }))
  },
})
