import { z } from 'zod'
import { ContactSummary } from './contact.ts'
import { AccountId, CallId, ConversationId } from './ids.ts'
import { Direction } from './message.ts'
import { Timestamp } from './page.ts'

/** A voice call, as far as its signalling was seen. */
export const Call = z
  .object({
    id: CallId,
    accountId: AccountId,
    conversationId: ConversationId.nullable(),
    contact: ContactSummary.nullable(),
    providerCallId: z.string(),
    direction: Direction.nullable(),
    state: z.enum(['connect', 'ringing', 'accepted', 'rejected', 'terminate', 'unknown']),
    outcome: z.string().nullable(),
    startedAt: Timestamp.nullable(),
    endedAt: Timestamp.nullable(),
    durationSeconds: z.number().nullable(),
    firstEventAt: Timestamp,
    lastEventAt: Timestamp,
  })
  .meta({ id: 'Call' })
export type Call = z.infer<typeof Call>
