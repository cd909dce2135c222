import { z } from 'zod'
import { ContactSummary } from './contact.ts'
import { conversationStateFields } from './conversation-state.ts'
import { AccountId, ConversationId } from './ids.ts'
import { Message } from './message.ts'
import { Timestamp } from './page.ts'
import { SendPolicy } from './send-states.ts'

/** What WhatsApp knows of a conversation: one contact, or one group, on one account. */
export const ConversationCore = z.object({
  id: ConversationId,
  accountId: AccountId,
  kind: z.enum(['direct', 'group']),
  contact: ContactSummary.nullable().meta({ description: 'Null for a group' }),
  groupId: z.string().nullable(),
  subject: z.string().nullable(),
  lastMessage: Message.pick({ id: true, direction: true, type: true, text: true, sentAt: true }).nullable(),
  lastMessageAt: Timestamp.nullable(),
  lastInboundAt: Timestamp.nullable(),
  windowClosesAt: Timestamp.nullable().meta({
    description: "24 hours after the customer's last message; later only templates may be sent",
  }),
  policy: SendPolicy.nullable().meta({ description: 'What is done with sends here; null: as usual' }),
  participants: z.array(ContactSummary).optional(),
})
export type ConversationCore = z.infer<typeof ConversationCore>

/** That, and what the team has done with it. */
export const Conversation = ConversationCore.extend(conversationStateFields).meta({ id: 'Conversation' })
export type Conversation = z.infer<typeof Conversation>
