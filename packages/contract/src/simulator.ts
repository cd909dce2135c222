import { z } from 'zod'

/** The simulated customers' phones: what stands on their screens. What is done on them: `simulator-action.ts`. */
const Moment = z.iso.datetime()

const PhoneFile = z.object({
  id: z
    .string()
    .nullable()
    .meta({ description: '`GET /v1/simulator/files/:id`; null: behind a link, which nobody fetches' }),
  link: z.string().nullable(),
  mimeType: z.string().nullable(),
  name: z.string().nullable(),
  size: z.number().nullable(),
})
export type PhoneFile = z.infer<typeof PhoneFile>

const PhoneButton = z.object({
  kind: z
    .enum(['reply', 'url', 'phone', 'copy', 'other'])
    .meta({ description: '`reply` is told to the business; the others happen on the phone only' }),
  key: z.string().meta({ description: 'Names it when it is pressed' }),
  title: z.string(),
  value: z.string().nullable().meta({ description: 'Where it leads to, or what is copied' }),
})

const PhoneCardPart = z.object({
  header: z.object({ text: z.string().nullable(), file: PhoneFile.nullable(), kind: z.string() }).nullable(),
  body: z.string(),
  footer: z.string().nullable(),
  buttons: z.array(PhoneButton).readonly(),
})
export type PhoneCardPart = z.infer<typeof PhoneCardPart>

export const PhoneContent = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('text'), text: z.string() }),
    z.object({
      type: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
      file: PhoneFile,
      caption: z.string().nullable(),
      voice: z.boolean(),
    }),
    z.object({
      type: z.literal('location'),
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().nullable(),
      address: z.string().nullable(),
    }),
    z.object({
      type: z.literal('contacts'),
      contacts: z.array(z.object({ name: z.string(), phone: z.string().nullable() })).readonly(),
    }),
    PhoneCardPart.extend({
      type: z.literal('card'),
      cards: z.array(PhoneCardPart).readonly().meta({ description: 'Of a carousel, side by side' }),
      list: z
        .object({
          button: z.string(),
          sections: z
            .array(
              z.object({
                title: z.string().nullable(),
                rows: z
                  .array(z.object({ id: z.string(), title: z.string(), description: z.string().nullable() }))
                  .readonly(),
              }),
            )
            .readonly(),
        })
        .nullable(),
    }),
    z.object({
      type: z.literal('order'),
      text: z.string().optional(),
      items: z
        .array(
          z.object({
            productRetailerId: z.string(),
            quantity: z.number(),
            itemPrice: z.number(),
            currency: z.string(),
          }),
        )
        .readonly(),
    }),
    z.object({ type: z.literal('reply'), title: z.string(), description: z.string().nullable() }),
    z.object({ type: z.literal('other'), what: z.string() }),
  ])
  .meta({ id: 'PhoneContent' })
export type PhoneContent = z.infer<typeof PhoneContent>
export type PhoneCard = Extract<PhoneContent, { type: 'card' }>

export const PhoneBubble = z
  .object({
    id: z.string(),
    from: z.enum(['customer', 'business']),
    at: Moment,
    state: z.enum(['waiting', 'sent', 'delivered', 'read']).meta({
      description:
        "The customer's own: `waiting` while the phone is off, `delivered` when this server has it, `read` when it was marked as read here",
    }),
    edited: z.boolean(),
    canEdit: z.boolean(),
    quoted: z.string().nullable(),
    reaction: z.string().nullable().meta({ description: 'By the other side' }),
    content: PhoneContent.nullable().meta({ description: 'Null: deleted' }),
  })
  .meta({ id: 'PhoneBubble' })
export type PhoneBubble = z.infer<typeof PhoneBubble>

export const PhoneOwner = z
  .object({
    id: z.string().meta({ description: 'Digits of the phone; the user id of who has none' }),
    phone: z.string().nullable(),
    userId: z.string(),
    name: z.string(),
    receives: z.boolean().meta({ description: 'The phone is on' }),
    reads: z.boolean().meta({ description: 'Reads by itself' }),
    answers: z.boolean().meta({ description: 'Answers by itself' }),
    hidesPhone: z.boolean().meta({ description: 'The business is told the user id only' }),
    wantsMarketing: z.boolean(),
    blocksBusiness: z.boolean(),
    magic: z.string().nullable().meta({ description: 'What happens to messages to this recipient, where unusual' }),
    lastMessageAt: Moment.nullable(),
  })
  .meta({ id: 'PhoneOwner' })
export type PhoneOwner = z.infer<typeof PhoneOwner>

export const PhoneScreen = z
  .object({
    customer: PhoneOwner,
    business: z.string(),
    businessPhone: z.string(),
    typingMilliseconds: z.number().meta({ description: 'For so long it is shown that the business types; 0: not' }),
    windowClosesAt: Moment.nullable().meta({
      description: 'Until then the business may write freely; null: it may not',
    }),
    blockedByBusiness: z.boolean(),
    underWay: z.int().meta({ description: 'Sent by the business and not there yet' }),
    messages: z.array(PhoneBubble).readonly().meta({ description: 'Oldest first; the last 200' }),
  })
  .meta({ id: 'PhoneScreen' })
export type PhoneScreen = z.infer<typeof PhoneScreen>

export const MagicRecipient = z
  .object({ id: z.string(), phone: z.string(), what: z.string() })
  .meta({ id: 'MagicRecipient' })
export type MagicRecipient = z.infer<typeof MagicRecipient>

/** Whether this server has phones to try it with. */
export const SimulatorState = z
  .object({
    present: z.boolean(),
    business: z.string().nullable(),
    businessPhone: z.string().nullable(),
  })
  .meta({ id: 'SimulatorState' })
export type SimulatorState = z.infer<typeof SimulatorState>
