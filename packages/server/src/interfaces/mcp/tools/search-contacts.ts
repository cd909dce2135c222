import { z } from 'zod'
import { searchContacts } from '../../../store/queries/search-contacts.ts'
import { ContactView, contactView } from '../views/contact.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { cursor, limitOf, nextCursor } from './arguments.ts'
import { paged, readTool } from './tool.ts'

export const searchContactsTool = readTool({
  name: 'search_contacts',
  title: 'Search contacts',
  description:
    'Finds people by parts of their name, by username, by a part of their phone number as people write it, or by any ' +
    'WhatsApp identity. Where nobody matches, the most similar names. Whoever was seen last comes first.',
  input: z.strictObject({
    query: z.string().trim().min(1).max(200).describe('Name, username, phone number or identity'),
    limit: limitOf(20),
    cursor,
    timezone: TimeZoneArgument,
  }),
  output: z.object({ contacts: z.array(ContactView), nextCursor }),
  async handle({ query, cursor: from, limit, timezone }, { db, principal }) {
    const time = timeShower(timezone)
    return paged({
      limit,
      fetch: (most) => searchContacts(db, principal.workspaceId, { query, cursor: from, limit: most }),
      render: (page) => ({ contacts: page.items.map((item) => contactView(item, time)), nextCursor: page.nextCursor }),
    })
  },
})
