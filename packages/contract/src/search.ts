import { z } from 'zod'
import { AccountId, ContactId, ConversationId } from './ids.ts'
import { Direction, Message } from './message.ts'
import { PageQuery, Timestamp } from './page.ts'

/**
 * `q`: words (all must occur), "a phrase" in quotes, prefix with `*`. A word that occurs nowhere is widened to its nearest
 * spellings, and the answer says so in `corrected`.
 */
export const SearchQuery = PageQuery.extend({
  q: z.string().min(1).max(500),
  sort: z.enum(['newest', 'best']).default('newest'),
  contactId: ContactId.optional(),
  accountId: AccountId.optional(),
  conversationId: ConversationId.optional(),
  type: z.string().optional(),
  direction: Direction.optional(),
  after: Timestamp.optional(),
  before: Timestamp.optional(),
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
