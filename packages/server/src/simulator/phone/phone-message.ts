import { z } from 'zod'

const quoted = z.string().optional().meta({ description: 'Id of the message that this one answers' })
const caption = z.string().min(1).max(1_024).optional()
const file = z.string().meta({ description: 'Id of a file that was put on the phone before' })
const month = 30 * 86_400

/** What a customer can do in a conversation. */
export const PhoneMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.string().min(1).max(65_536),
    quoted,
    advert: z
      .strictObject({ id: z.string(), url: z.url() })
      .optional()
      .meta({ description: 'The customer came by an ad: messages are free for 72 hours' }),
    agoSeconds: z
      .int()
      .min(0)
      .max(month)
      .optional()
      .meta({ description: 'Was written so long ago; its webhook comes now, as after an outage' }),
  }),
  z.strictObject({ type: z.literal('image'), file: file.optional(), caption, quoted }),
  z.strictObject({ type: z.literal('video'), file, caption, quoted }),
  z.strictObject({ type: z.literal('audio'), file, quoted }),
  z.strictObject({ type: z.literal('voice'), file: file.optional(), quoted }),
  z.strictObject({ type: z.literal('document'), file, caption, quoted }),
  z.strictObject({ type: z.literal('sticker'), file, quoted }),
  z.strictObject({
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: z.string().optional(),
    address: z.string().optional(),
    quoted,
  }),
  z.strictObject({
    type: z.literal('contacts'),
    contacts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(200),
          phone: z.string().max(40).optional(),
          email: z.string().max(200).optional(),
          company: z.string().max(200).optional(),
        }),
      )
      .min(1)
      .max(20),
    quoted,
  }),
  z.strictObject({
    type: z.literal('order'),
    note: z.string().max(1_000).optional(),
    items: z
      .array(
        z.strictObject({
          product: z.string().min(1).max(100),
          quantity: z.int().min(1).max(999),
          price: z.number().min(0),
          currency: z.string().length(3),
        }),
      )
      .min(1)
      .max(30),
  }),
  z.strictObject({
    type: z.literal('unsupported'),
    what: z.enum(['poll', 'event', 'view_once', 'pin']).meta({ description: 'What WhatsApp does not pass on' }),
  }),
  z.strictObject({
    type: z.literal('button'),
    messageId: z.string(),
    button: z
      .union([z.string(), z.int().min(0)])
      .meta({ description: 'Id, title or index of a button of the message' }),
  }),
  z.strictObject({
    type: z.literal('list'),
    messageId: z.string(),
    row: z.string().meta({ description: 'Id or title of a row of the list' }),
  }),
  z.strictObject({
    type: z.literal('reaction'),
    messageId: z.string(),
    emoji: z.string().max(50).nullable().meta({ description: 'null takes it back' }),
  }),
  z.strictObject({ type: z.literal('edit'), messageId: z.string(), text: z.string().min(1).max(65_536) }),
  z.strictObject({ type: z.literal('delete'), messageId: z.string() }),
])
export type PhoneMessage = z.infer<typeof PhoneMessage>

/** How a customer's phone behaves. */
export const CustomerChange = z
  .strictObject({
    name: z.string().min(1).max(200),
    receives: z.boolean().meta({ description: 'The phone is on' }),
    reads: z.boolean().meta({ description: 'Reads by itself' }),
    answers: z.boolean().meta({ description: 'Answers by itself' }),
    hidesPhone: z.boolean().meta({ description: 'Webhooks carry the user id and no phone' }),
    wantsMarketing: z.boolean().meta({ description: 'The business is told of a change (user_preferences)' }),
    blocksBusiness: z.boolean().meta({ description: 'Gets nothing from the business, and cannot write to it' }),
  })
  .partial()
export type CustomerChange = z.infer<typeof CustomerChange>
