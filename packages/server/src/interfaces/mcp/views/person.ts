import type { ContactSummary } from '@switchboard/contract'
import { z } from 'zod'
import { foreign, type View } from '../boundary/foreign.ts'

export const PersonView = z
  .object({
    id: z.string(),
    name: z.string().optional(),
    phone: z.string().optional(),
    username: z.string().optional(),
  })
  .describe('A person; `name` and `username` are their own words, hence fenced')

/** Names are chosen by strangers: fenced like messages. */
export function personView(person: ContactSummary): View {
  return {
    id: person.id,
    name: foreign(person.name, 'contact'),
    phone: person.phone ?? undefined,
    username: foreign(person.username, 'contact'),
  }
}

/** Everybody once, so that each message need only carry an id. */
export function peopleOf(people: Iterable<ContactSummary | null | undefined>): View {
  const byId = new Map<string, ContactSummary>()
  for (const person of people) if (person) byId.set(person.id, person)
  return [...byId.values()].map(personView)
}
