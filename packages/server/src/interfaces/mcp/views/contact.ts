import type { Contact } from '@switchboard/contract'
import { z } from 'zod'
import { foreign, type View } from '../boundary/foreign.ts'
import type { ShowTime } from './time.ts'

export const ContactView = z.object({
  id: z.string(),
  name: z.string().optional().describe("The address book's name, else what they call themselves"),
  profileName: z.string().optional(),
  username: z.string().optional(),
  phone: z.string().optional().describe('E.164; absent for a person who writes without showing a number'),
  identities: z.array(z.object({ kind: z.string(), value: z.string() })),
  preferences: z.array(z.object({ category: z.string(), value: z.string(), at: z.string().optional() })).optional(),
  conversationIds: z.array(z.string()).optional(),
  firstSeenAt: z.string().optional(),
  lastSeenAt: z.string().optional(),
})

/** A person's conversations can be many over the years; list_conversations gives them all. */
const mostConversations = 50
const mostIdentities = 50

export function contactView(contact: Contact, time: ShowTime): View {
  return {
    id: contact.id,
    name: foreign(contact.name, 'contact'),
    profileName: contact.profileName === contact.name ? undefined : foreign(contact.profileName, 'contact'),
    username: foreign(contact.username, 'contact'),
    phone: contact.phone ?? undefined,
    identities: contact.identities.slice(0, mostIdentities).map(({ kind, value }) => ({ kind, value })),
    preferences: contact.preferences?.map(({ category, value, at }) => ({ category, value, at: time(at) })),
    conversationIds: contact.conversationIds?.slice(0, mostConversations),
    firstSeenAt: time(contact.firstSeenAt),
    lastSeenAt: time(contact.lastSeenAt),
  }
}
