import { z } from 'zod'
import { AccountId, ContactId, ConversationId, MessageId } from './ids.ts'
import { Timestamp } from './page.ts'

/** Facts that happened, in the words that SSE, outgoing webhooks and Kafka use. */
export const eventTypes = [
  'message.received',
  'message.echoed',
  'message.synchronised',
  'message.status',
  'message.held',
  'message.queued',
  'message.sending',
  'message.accepted',
  'message.failed',
  'message.unknown',
  'message.cancelled',
  'approval.decided',
  'message.edited',
  'message.revoked',
  'reaction.changed',
  'conversation.created',
  'conversation.changed',
  'conversation.read',
  'conversation.updated',
  'note.created',
  'note.updated',
  'note.deleted',
  'contact.created',
  'contact.updated',
  'contact.merged',
  'contact.unmerged',
  'contact.erased',
  'contact.preference',
  'contact.opted_out',
  'contact.opted_in',
  'group.changed',
  'call.updated',
  'media.stored',
  'media.failed',
  'workspace.changed',
  'account.added',
  'account.changed',
  'account.disabled',
  'account.default_changed',
  'account.discovered',
  'account.fact',
  'template.changed',
  'broadcast.changed',
  'broadcast.progress',
  'broadcast.finished',
  'inbox.parked',
  'webhook.endpoint.created',
  'webhook.endpoint.changed',
  'webhook.endpoint.enabled',
  'webhook.endpoint.disabled',
  'webhook.endpoint.deleted',
] as const
export const EventType = z.enum(eventTypes)
export type EventType = z.infer<typeof EventType>

/** `seq` orders all events of the server and is SSE's event id: resume with `Last-Event-ID`. */
export const Event = z
  .object({
    seq: z.int(),
    type: EventType,
    occurredAt: Timestamp,
    recordedAt: Timestamp,
    accountId: AccountId.nullable(),
    contactId: ContactId.nullable(),
    conversationId: ConversationId.nullable(),
    messageId: MessageId.nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' })
export type Event = z.infer<typeof Event>
