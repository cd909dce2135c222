import { z } from 'zod'
import { searchMessages } from '../../../search/search-messages.ts'
import { clip, foreign, type View } from '../boundary/foreign.ts'
import { authorOf, MessageView, messageView, peopleIn } from '../views/message.ts'
import { PersonView, peopleOf } from '../views/person.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import {
  accountId,
  after,
  before,
  contactId,
  conversationId,
  cursor,
  direction,
  limitOf,
  nextCursor,
} from './arguments.ts'
import { paged, readTool } from './tool.ts'

const longestSnippet = 500

/** What was corrected is known with the first page; the list's own page type has no place for it. */
type SearchPage = Awaited<ReturnType<typeof searchMessages>>

export const searchMessagesTool = readTool({
  name: 'search_messages',
  title: 'Search messages',
  description:
    'Finds messages by words, in any language, in texts, captions, file names, button titles and contact cards. All words ' +
    'must occur; "quotes" make a phrase, a trailing * a prefix; a word that occurs nowhere is widened to its nearest ' +
    'spellings (`corrected`). Answers with snippets: get_message_context shows a hit in its conversation.',
  input: z.strictObject({
    query: z.string().trim().min(1).max(500).describe('Words, "a phrase", or a prefix*'),
    sort: z.enum(['newest', 'best']).default('newest'),
    conversationId: conversationId.optional(),
    contactId: contactId.optional(),
    accountId: accountId.optional(),
    direction: direction.optional(),
    type: z.string().optional().describe('Only of this type: text, image, video, audio, document, location, order …'),
    after,
    before,
    limit: limitOf(20),
    cursor,
    timezone: TimeZoneArgument,
  }),
  output: z.object({
    people: z.array(PersonView),
    hits: z.array(MessageView.omit({ text: true, textCut: true }).extend({ snippet: z.string().optional() })),
    corrected: z.array(z.object({ from: z.string(), to: z.array(z.string()) })).optional(),
    nextCursor,
  }),
  async handle({ query, timezone, limit, ...args }, { db, principal }) {
    const time = timeShower(timezone)
    return paged<SearchPage['items'][number], SearchPage>({
      limit,
      fetch: (most) =>
        searchMessages(db, principal.workspaceId, { ...args, q: query, limit: most, content: 'beyond-texts' }),
      render: ({ items, corrected, nextCursor }, most) => ({
        people: peopleOf(items.flatMap(({ message }) => peopleIn(message))),
        hits: items.map(({ message, snippet }) => ({
          ...(messageView({ ...message, text: null }, { time, clip: most }) as { [key: string]: View }), // it is an object
          snippet: foreign(clip(snippet, Math.min(most, longestSnippet)), authorOf(message)),
        })),
        corrected: corrected.length
          ? corrected.map(({ from, to }) => ({
              from,
              to: to.slice(0, 10).map((word) => foreign(word, 'contact') ?? ''),
            }))
          : undefined,
        nextCursor,
      }),
    })
  },
})
