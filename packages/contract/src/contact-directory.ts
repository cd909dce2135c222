import { z } from 'zod'
import { Contact } from './contact.ts'
import { ContactId } from './ids.ts'
import { PageQuery, Timestamp } from './page.ts'

export const ContactMergeId = z.uuid().brand('ContactMergeId')
export type ContactMergeId = z.infer<typeof ContactMergeId>

export const contactOrders = ['newest', 'lastSeen', 'name'] as const

const yesOrNo = z.enum(['true', 'false'])

export const ContactQuery = PageQuery.extend({
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({
      description:
        'Parts of names, a username, a part of a phone number as people write it, or any identity exactly; ' +
        'where nobody matches, the most similar names',
      example: 'maria 600 11',
    }),
  sort: z
    .enum(contactOrders)
    .optional()
    .meta({ description: 'newest: newest known first; lastSeen: who did something last first; name: by name' }),
  optedOut: yesOrNo.optional().meta({ description: 'true: only who wants no messages' }),
  accountId: z.uuid().optional().meta({ description: 'Only who has a conversation with this account' }),
  seenSince: Timestamp.optional().meta({ description: 'Only who did something at this time or later' }),
})
export type ContactQuery = z.infer<typeof ContactQuery>

/** Of one contact. */
export const mostAttributes = 50

/** What people here write down about a contact. */
export const UpdateContact = z
  .strictObject({
    optOut: z.boolean().optional().meta({
      description: 'true: they want no messages, as if they had written STOP; false: they do again. Needs `source`',
    }),
    source: z.string().trim().min(1).max(100).optional().meta({ description: 'Where they said so: a call, a form …' }),
    customName: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .nullable()
      .optional()
      .meta({ description: 'Stands before every other name; null: none' }),
    attributes: z
      .record(z.string().trim().min(1).max(60), z.string().trim().min(1).max(500).nullable())
      .refine(
        (attributes) => Object.keys(attributes).length <= mostAttributes,
        `takes ${mostAttributes} attributes at most`,
      )
      .optional()
      .meta({ description: 'Those to write; null takes one away; the others stay' }),
  })
  .refine(({ optOut, source }) => (optOut === undefined) === (source === undefined), {
    path: ['source'],
    message: 'goes with optOut, and optOut with it: say where they said so',
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: 'Give optOut with source, customName or attributes.',
  })
  .meta({ id: 'UpdateContact' })
export type UpdateContact = z.infer<typeof UpdateContact>

/** One of the two ids: which of the two contacts stays. */
export const MergeContacts = z
  .strictObject({
    intoId: ContactId.optional().meta({ description: 'This contact stays; the one in the address comes to it' }),
    otherId: ContactId.optional().meta({ description: 'The contact in the address stays; this one comes to it' }),
  })
  .refine(({ intoId, otherId }) => (intoId === undefined) !== (otherId === undefined), {
    message: 'Give intoId or otherId, one of them.',
  })
  .meta({ id: 'MergeContacts' })

/** Two contacts that were joined into one. */
export const ContactMerge = z
  .object({
    id: ContactMergeId,
    survivorId: ContactId.meta({ description: 'The contact that stayed' }),
    merged: z
      .object({ id: ContactId, name: z.string().nullable() })
      .meta({ description: 'The contact that came to it, with the name that it had' }),
    reason: z
      .array(z.object({ kind: z.string(), value: z.string() }))
      .meta({ description: 'The identities that proved it; empty: a person said so' }),
    mergedAt: Timestamp,
    mergedBy: z.string().nullable().meta({ description: 'kind:name; null: the identities' }),
    undoneAt: Timestamp.nullable(),
    undoneBy: z.string().nullable(),
    blockedBy: ContactMergeId.nullable().meta({ description: 'A later merge that has to be undone first' }),
  })
  .meta({ id: 'ContactMerge' })
export type ContactMerge = z.infer<typeof ContactMerge>

/** Somebody who may be the same person, and why. */
export const ContactDuplicate = z
  .object({ contact: Contact, because: z.enum(['name', 'number', 'username']) })
  .meta({ id: 'ContactDuplicate' })
export type ContactDuplicate = z.infer<typeof ContactDuplicate>
