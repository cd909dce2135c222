import type { ConversationCore } from '@switchboard/contract'
import { z } from 'zod'
import { clip, foreign, type View } from '../boundary/foreign.ts'
import { authorOf } from './message.ts'
import { PersonView, personView } from './person.ts'
import type { ShowTime } from './time.ts'

export const ConversationView = z.object({
  id: z.string(),
  accountId: z.string(),
  kind: z.enum(['direct', 'group']),
  contact: PersonView.optional(),
  groupId: z.string().optional(),
  subject: z.string().optional(),
  lastMessage: z
    .object({
      id: z.string(),
      at: z.string(),
      direction: z.enum(['inbound', 'outbound']),
      type: z.string(),
      text: z.string().optional(),
    })
    .optional(),
  lastInboundAt: z.string().optional(),
  windowClosesAt: z.string().optional().describe('Until then free-form messages may be sent; later only templates'),
  awaitsAnswer: z.boolean().describe('The last message is the customer’s'),
  participants: z.array(PersonView).optional(),
})

export interface ConversationViewOptions {
  readonly time: ShowTime
  /** Longest text of the last message, in UTF-16 units. */
  readonly clip: number
}

export function conversationView(conversation: ConversationCore, { time, clip: most }: ConversationViewOptions): View {
  const last = conversation.lastMessage
  return {
    id: conversation.id,
    accountId: conversation.accountId,
    kind: conversation.kind,
    contact: conversation.contact ? personView(conversation.contact) : undefined,
    groupId: conversation.groupId ?? undefined,
    subject: foreign(conversation.subject, 'contact'),
    lastMessage: last
      ? {
          id: last.id,
          at: time(last.sentAt),
          direction: last.direction,
          type: last.type,
          text: foreign(last.text === null ? null : clip(last.text, most), authorOf(last)),
        }
      : undefined,
    lastInboundAt: time(conversation.lastInboundAt),
    windowClosesAt: time(conversation.windowClosesAt),
    awaitsAnswer: last?.direction === 'inbound',
    participants: conversation.participants?.slice(0, 100).map(personView),
  }
}
