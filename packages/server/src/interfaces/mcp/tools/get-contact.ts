import { z } from 'zod'
import { getContact } from '../../../store/queries/get-contact.ts'
import { ContactView, contactView } from '../views/contact.ts'
import { TimeZoneArgument, timeShower } from '../views/time.ts'
import { contactId } from './arguments.ts'
import { readTool, single, ToolError } from './tool.ts'

export const getContactTool = readTool({
  name: 'get_contact',
  title: 'Get a contact',
  description:
    'One person: names, phone number, every WhatsApp identity that they are known by, marketing choices and the ids of ' +
    'their conversations.',
  input: z.strictObject({ contactId, timezone: TimeZoneArgument }),
  output: z.object({ contact: ContactView }),
  async handle({ contactId: id, timezone }, { db, principal }) {
    const contact = await getContact(db, principal.workspaceId, { contactId: id })
    if (!contact) throw new ToolError(`There is no contact ${id}. search_contacts gives ids that exist.`)
    const time = timeShower(timezone)
    return single(() => ({ contact: contactView(contact, time) }))
  },
})
