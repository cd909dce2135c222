import { z } from 'zod'
import { ContactSummary } from './contact.ts'
import { Content } from './content.ts'
import { AccountId, ConversationId, MediaId, MessageId, ProviderMessageId } from './ids.ts'
import { Timestamp } from './page.ts'
import { MessageSendState } from './send-states.ts'

export const Direction = z.enum(['inbound', 'outbound'])
export type Direction = z.infer<typeof Direction>

/** The type of a message's content, e.g. `text`, `image`, `interactive`. */
export const MessageType = z.string().regex(/^[a-z_]{1,40}$/, 'is a type like text or image')

export const StatusName = z.enum(['sent', 'delivered', 'read', 'played', 'failed', 'deleted'])

/** What went wrong with a message: the provider's own fields, and ours beside the codes that we know. */
export const MessageError = z
  .looseObject({
    code: z.union([z.number(), z.string()]).optional().meta({ description: "The provider's, or ours" }),
    sentence: z.string().optional().meta({ description: 'What happened, for a person' }),
    remedy: z.string().optional().meta({ description: 'What to do about it' }),
    title: z.string().optional(),
    details: z.string().optional(),
  })
  .meta({ id: 'MessageError' })
export type MessageError = z.infer<typeof MessageError>

export const Reaction = z.object({
  emoji: z.string(),
  direction: Direction,
  contact: ContactSummary.nullable().meta({ description: 'Null for our own' }),
  at: Timestamp,
})

/** One item in a conversation, as lists show it. Reactions, edits and receipts are already applied. */
export const Message = z
  .object({
    id: MessageId,
    conversationId: ConversationId,
    accountId: AccountId,
    providerMessageId: ProviderMessageId,
    direction: Direction,
    type: z.string(),
    text: z.string().nullable().meta({ description: 'What a person reads: text, caption, title, filename' }),
    content: Content.meta({ description: 'Current content: the latest edit where there was one' }),
    contact: ContactSummary.nullable(),
    quotedProviderMessageId: z.string().nullable(),
    forwarded: z.boolean(),
    referral: z.unknown().optional(),
    media: z
      .array(
        z.object({
          id: MediaId,
          kind: z.string(),
          mimeType: z.string().nullable(),
          filename: z.string().nullable(),
          sizeBytes: z.number().nullable(),
          state: z.string(),
          width: z.int().nullable().meta({ description: 'Of a picture that is here, as it is shown, in pixels' }),
          height: z.int().nullable(),
        }),
      )
      .optional(),
    reactions: z.array(Reaction),
    status: StatusName.nullable(),
    statusAt: Timestamp.nullable(),
    sendState: MessageSendState.optional().meta({
      description:
        'Of what is sent from here: held, scheduled, queued, cancelled and failed ones never reached the customer',
    }),
    sendAt: Timestamp.optional().meta({ description: 'Of what was scheduled: not before this time' }),
    errors: z.array(MessageError).optional(),
    editedAt: Timestamp.nullable(),
    revokedAt: Timestamp.nullable(),
    sentAt: Timestamp,
  })
  .meta({ id: 'Message' })
export type Message = z.infer<typeof Message>

/** One message with everything that is known of it. */
export const MessageDetail = Message.extend({
  statuses: z.array(
    z.object({
      status: z.string(),
      at: Timestamp,
      recipient: z.string().nullable(),
      errors: z.array(MessageError).optional(),
      pricing: z.unknown().optional(),
    }),
  ),
  revisions: z.array(z.object({ revision: z.enum(['edit', 'revoke']), at: Timestamp, content: Content.nullable() })),
  original: Content.nullable().meta({ description: 'What was first sent, of a message that was edited' }),
  context: z.unknown().optional(),
  quoted: Message.nullable().meta({ description: 'The message that this one answers, where we have it' }),
}).meta({ id: 'MessageDetail' })
export type MessageDetail = z.infer<typeof MessageDetail>

/** What a bubble shows of the message that it answers. */
export const QuotedMessage = Message.pick({
  id: true,
  providerMessageId: true,
  direction: true,
  type: true,
  text: true,
  contact: true,
  sentAt: true,
}).extend({ revoked: z.boolean() })
export type QuotedMessage = z.infer<typeof QuotedMessage>

/** A page of a conversation, from which one can go on in both directions. */
export const ThreadPage = z
  .object({
    items: z.array(Message),
    nextCursor: z.string().nullable().meta({ description: 'Where the list goes on in the order asked for' }),
    olderCursor: z.string().nullable().meta({ description: 'For `order=newest`; null: nothing is older' }),
    newerCursor: z.string().nullable().meta({
      description: 'For `order=oldest`: what is newer, now or later; null only where the page is empty',
    }),
    hasNewer: z.boolean().meta({ description: 'Whether something newer was there' }),
    quotes: z.array(QuotedMessage).meta({ description: 'What messages of this page answer, as far as we have it' }),
  })
  .meta({ id: 'ThreadPage' })
export type ThreadPage = z.infer<typeof ThreadPage>
