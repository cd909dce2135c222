import { AccountId, ContactId, ConversationId, Direction, MessageId } from '@switchboard/contract'
import { z } from 'zod'

/** Arguments that several tools take, worded alike. */
export const cursor = z.string().optional().describe('`nextCursor` of the answer before, with the same other arguments')
export const limitOf = (byDefault: number, most = 100) =>
  z.int().min(1).max(most).default(byDefault).describe('At most so many; fewer come when they would not fit')

const time = z.iso.datetime({ offset: true, error: 'must be ISO 8601 with an offset, e.g. 2026-11-21T09:00:00+01:00' })
export const after = time.optional().describe('Only at or after this time (ISO 8601 with offset)')
export const before = time.optional().describe('Only before this time (ISO 8601 with offset)')

export const accountId = AccountId.describe('Id of an account, from list_accounts')
export const contactId = ContactId.describe('Id of a contact, from search_contacts or a message')
export const conversationId = ConversationId.describe('Id of a conversation, from list_conversations or a message')
export const messageId = MessageId.describe('Id of a message, from list_messages or search_messages')
export const direction = Direction.describe('inbound: from customers; outbound: from the business')

export const nextCursor = z
  .string()
  .nullable()
  .describe('Pass as `cursor` for the next page; null: this is the last one')
