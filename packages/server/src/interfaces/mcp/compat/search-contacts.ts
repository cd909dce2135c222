import { z } from 'zod'
import { searchContacts } from '../../../store/queries/search-contacts.ts'
import { foreign } from '../boundary/foreign.ts'
import { readTool } from '../tools/tool.ts'
import { personJid } from './jid.ts'
import { listAnswer, listOf } from './list-answer.ts'
import { blocksOf } from './shapes.ts'

const most = 50

export const compatSearchContactsTool = readTool({
  name: 'search_contacts',
  title: 'Search contacts',
  description: 'WhatsApp contacts by name or phone number.',
  toolset: 'compat',
  input: z.object({ query: z.string().min(1).describe('Part of a name or phone number') }),
  output: listOf(z.object({ phone_number: z.string().nullable(), name: z.string().nullable(), jid: z.string() })),
  textOf: blocksOf,
  async handle({ query }, { db, principal }) {
    return listAnswer({
      limit: most,
      page: 0,
      fetch: async (limit) => (await searchContacts(db, principal.workspaceId, { query, limit })).items,
      render: (contact) => [
        {
          phone_number: contact.phone?.replace(/\D/g, '') ?? null,
          name: foreign(contact.name, 'contact') ?? null,
          jid: personJid(contact),
        },
      ],
    })
  },
})
