import { z } from 'zod'
import { AccountId, ContactId, ConversationId, MessageId } from './ids.ts'
import { MessageError, StatusName } from './message.ts'
import { OutboundContent } from './outbound.ts'
import { Timestamp } from './page.ts'
import { ApprovalId, ApprovalState, OutboxId, SendPurpose, SendState } from './send-states.ts'

/** Whom to write to: a phone number as people write it, a BSUID, a contact's or a conversation's id; or one of them by name. */
export const SendTarget = z
  .union([
    z.string().min(1),
    z.strictObject({ phone: z.string().min(1) }),
    z.strictObject({ waId: z.string().min(1) }),
    z.strictObject({ bsuid: z.string().min(1) }),
    z.strictObject({ contactId: ContactId }),
    z.strictObject({ conversationId: ConversationId }),
    z.strictObject({ groupId: z.string().min(1) }),
  ])
  .meta({ id: 'SendTarget' })

export const SendMessage = z
  .strictObject({
    to: SendTarget,
    content: OutboundContent,
    accountId: AccountId.optional().meta({ description: "Absent: the conversation's, else the workspace's default" }),
    quotedMessageId: MessageId.optional(),
    purpose: SendPurpose.optional(),
    sendAt: Timestamp.optional().meta({
      description:
        'Not before this time, which is to come, 60 days ahead at most. What may be sent then is decided now and again when it leaves: a text for a time ' +
        'at which the service window will be closed is refused',
    }),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .optional()
      .meta({ description: 'Why, for the person who may have to approve it. No part of what is sent' }),
    split: z.boolean().optional().meta({ description: 'A text beyond the limit becomes several messages' }),
  })
  .meta({ id: 'SendMessage' })
export type SendMessage = z.infer<typeof SendMessage>

/** What became of a request to send. `queued` is a promise to try, not yet the provider's acceptance. */
export const SendResult = z
  .object({
    sends: z.array(z.object({ id: OutboxId, state: SendState })).meta({ description: "Ids are the messages' ids" }),
    conversationId: ConversationId,
    approvalId: ApprovalId.nullable().meta({
      description: 'A person has to say yes first: POST /v1/approvals/{id}/approve',
    }),
    repeated: z.boolean().meta({ description: 'The Idempotency-Key was used before; this is what came of it' }),
  })
  .meta({ id: 'SendResult' })
export type SendResult = z.infer<typeof SendResult>

/** Where a send is now. */
export const SendReport = z
  .object({
    id: OutboxId,
    state: SendState,
    providerMessageId: z.string().nullable(),
    attempts: z.int(),
    sendAt: Timestamp.nullable().meta({ description: 'Not before, as was wished' }),
    dueAt: Timestamp,
    settledAt: Timestamp.nullable(),
    error: z.unknown().nullable().meta({ description: 'Of the last failure to send: code, sentence, remedy' }),
    status: StatusName.nullable().meta({ description: 'The furthest receipt of the provider' }),
    statusAt: Timestamp.nullable(),
    errors: z.array(MessageError).optional().meta({ description: 'Of a receipt that says that it failed' }),
  })
  .meta({ id: 'SendReport' })
export type SendReport = z.infer<typeof SendReport>

/** One of many that are decided about together. */
export const BulkRecipient = z
  .object({
    approvalId: ApprovalId.meta({ description: 'By it this one alone can be decided about' }),
    sendId: OutboxId,
    conversationId: ConversationId,
    contactName: z.string().nullable(),
    recipient: z.unknown(),
    contents: z.array(z.unknown()),
    shown: z.array(z.string().nullable()),
    state: SendState,
  })
  .meta({ id: 'BulkRecipient' })
export type BulkRecipient = z.infer<typeof BulkRecipient>

/** A message that waits for a person's yes, or did; or many of one call, which are decided about at once. */
export const Approval = z
  .object({
    id: ApprovalId,
    sendId: OutboxId,
    conversationId: ConversationId,
    state: ApprovalState,
    reason: z.string().meta({ description: 'Why it has to be asked for' }),
    requestReason: z.string().nullable().meta({ description: 'Why it is to be sent, in the words of whoever asked' }),
    accountId: AccountId,
    contactName: z.string().nullable().meta({ description: "The contact's or the group's" }),
    sendAt: Timestamp.nullable().meta({ description: 'Not before' }),
    edited: z.boolean().meta({ description: 'A person changed the message and let it go as they made it' }),
    recipient: z.unknown(),
    contents: z.array(z.unknown()).meta({ description: 'Exactly what will be sent' }),
    shown: z.array(z.string().nullable()).meta({
      description:
        'What the person will read of each, as far as it is known: a template with its variables filled in. If the template changes ' +
        'meanwhile, the approval is refused as `approval-changed`',
    }),
    fingerprint: z.string().meta({
      description:
        'Of recipient, contents and the text of a template, or of all that wait of many; send it back when deciding, which a yes to ' +
        'many requires',
    }),
    bulk: z.array(BulkRecipient).nullable().meta({
      description:
        'Everybody to whom one call wants to send, and what. The fields above are then of the first that waits. Null: one message',
    }),
    requestedBy: z.unknown(),
    decidedBy: z.string().nullable(),
    decidedAt: Timestamp.nullable(),
    note: z.string().nullable(),
    expiresAt: Timestamp,
    createdAt: Timestamp,
  })
  .meta({ id: 'Approval' })
export type Approval = z.infer<typeof Approval>
