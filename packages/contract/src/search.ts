import { z } from 'zod'
import { AccountId, ContactId, ConversationId } from './ids.ts'
import { Direction, Message, MessageType } from './message.ts'
import { PageQuery, Timestamp } from './page.ts'

/**
 * A word that occurs nowhere is widened to words that contain it or else are spelled almost like it, and the answer says so in
 * `corrected`. Accents, case, width and script variants make no difference.
 */
export const SearchQuery = PageQuery.extend({
  q: z.string().min(1).max(500).meta({
    description: 'Words that must all occur, "a phrase", the beginning of a word with `*`, `-word` to leave out',
    example: 'refund "order 77" -cancelled',
  }),
  sort: z.enum(['newest', 'best']).default('newest').meta({
    description:
      '`best` ranks the newest hits (100 to 1,000 of them) by how often and how close together the words stand',
  }),
  contactId: ContactId.optional(),
  accountId: AccountId.optional(),
  conversationId: ConversationId.optional(),
  type: MessageType.optional(),
  direction: Direction.optional(),
  after: Timestamp.optional().meta({ description: 'Sent at this time or later' }),
  before: Timestamp.optional().meta({ description: 'Sent before this time' }),
})
export type SearchQuery = z.infer<typeof SearchQuery>

export const SearchHit = z.object({
  message: Message,
  snippet: z.string().meta({ description: 'Plain text around the hits' }),
  highlights: z
    .array(z.object({ start: z.int(), end: z.int() }))
    .meta({ description: 'Where in the snippet, in UTF-16 code units' }),
})

export const SearchPage = z
  .object({
    items: z.array(SearchHit),
    nextCursor: z.string().nullable(),
    corrected: z.array(z.object({ from: z.string(), to: z.array(z.string()) })),
  })
  .meta({ id: 'SearchPage' })
export type SearchPage = z.infer<typeof SearchPage>
