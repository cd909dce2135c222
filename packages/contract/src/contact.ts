import { z } from 'zod'
import { ContactId, ConversationId } from './ids.ts'
import { Timestamp } from './page.ts'

export const ContactIdentity = z.object({ kind: z.string(), value: z.string(), firstSeenAt: Timestamp })

/** Of a contact: name → text, as people here wrote it down. */
export const ContactAttributes = z.record(z.string().trim().min(1).max(60), z.string().trim().min(1).max(500))

/** A person. `name` is what people here call them, else the address book's, otherwise what they call themselves. */
export const Contact = z
  .object({
    id: ContactId,
    name: z.string().nullable(),
    profileName: z.string().nullable(),
    addressBookName: z.string().nullable(),
    customName: z.string().nullable().meta({ description: 'What the people of this workspace call them' }),
    username: z.string().nullable(),
    phone: z.string().nullable().meta({ description: 'E.164, or null: a person may write without showing a number' }),
    identities: z.array(ContactIdentity),
    optOut: z
      .object({ at: Timestamp, source: z.string().meta({ description: '`message`: they wrote STOP or the like' }) })
      .nullable()
      .optional()
      .meta({ description: 'They want no messages but answers to their own; null: they did not say so' }),
    preferences: z.array(z.object({ category: z.string(), value: z.string(), at: Timestamp })).optional(),
    attributes: ContactAttributes.optional().meta({ description: 'What people here wrote down about them' }),
    conversationIds: z.array(ConversationId).optional(),
    mergedFrom: z.array(ContactId).optional(),
    erasedAt: Timestamp.optional().meta({ description: 'All that was known of them was erased then' }),
    firstSeenAt: Timestamp.nullable(),
    lastSeenAt: Timestamp.nullable(),
  })
  .meta({ id: 'Contact' })
export type Contact = z.infer<typeof Contact>

/** As a contact appears inside other things. */
export const ContactSummary = z.object({
  id: ContactId,
  name: z.string().nullable(),
  phone: z.string().nullable(),
  username: z.string().nullable(),
})
export type ContactSummary = z.infer<typeof ContactSummary>
