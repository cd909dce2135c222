import type { Call } from '@switchboard/contract'
import { z } from 'zod'
import type { View } from '../boundary/foreign.ts'
import { PersonView, personView } from './person.ts'
import type { ShowTime } from './time.ts'

export const CallView = z.object({
  id: z.string(),
  accountId: z.string(),
  conversationId: z.string().optional(),
  contact: PersonView.optional(),
  providerCallId: z.string(),
  direction: z.enum(['inbound', 'outbound']).optional(),
  state: z.string(),
  outcome: z.string().optional(),
  firstEventAt: z.string(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  durationSeconds: z.number().optional(),
})

export function callView(call: Call, time: ShowTime): View {
  return {
    id: call.id,
    accountId: call.accountId,
    conversationId: call.conversationId ?? undefined,
    contact: call.contact ? personView(call.contact) : undefined,
    providerCallId: call.providerCallId,
    direction: call.direction ?? undefined,
    state: call.state,
    outcome: call.outcome ?? undefined,
    firstEventAt: time(call.firstEventAt),
    startedAt: time(call.startedAt),
    endedAt: time(call.endedAt),
    durationSeconds: call.durationSeconds ?? undefined,
  }
}
