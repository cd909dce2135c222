import { z } from 'zod'

const quoted = z.string().optional().meta({ description: 'Id of the message that this one answers' })
const caption = z.string().min(1).max(1_024).optional()
const file = z.string().meta({ description: 'Of `POST /v1/simulator/files`' })
const messageId = z.string().max(500)
const month = 30 * 86_400

/** What a customer does on the phone. */
export const PhoneAction = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('text'),
      text: z.string().min(1).max(65_536),
      quoted,
      advert: z
        .strictObject({ id: z.string().max(100), url: z.url() })
        .optional()
        .meta({ description: 'The customer came by a click on this ad' }),
      agoSeconds: z
        .int()
        .min(0)
        .max(month)
        .optional()
        .meta({ description: 'Was written so long ago and comes only now, as after an outage' }),
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
      name: z.string().max(1_000).optional(),
      address: z.string().max(1_000).optional(),
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
      messageId,
      button: z.string().meta({ description: "The button's `key`" }),
    }),
    z.strictObject({ type: z.literal('list'), messageId, row: z.string().meta({ description: "The row's `id`" }) }),
    z.strictObject({
      type: z.literal('reaction'),
      messageId,
      emoji: z.string().max(50).nullable().meta({ description: 'null takes it back' }),
    }),
    z.strictObject({ type: z.literal('edit'), messageId, text: z.string().min(1).max(65_536) }),
    z.strictObject({ type: z.literal('delete'), messageId }),
  ])
  .meta({ id: 'PhoneAction' })
export type PhoneAction = z.infer<typeof PhoneAction>

/** How a phone behaves from now on. */
export const PhoneSwitches = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    receives: z.boolean(),
    reads: z.boolean(),
    answers: z.boolean(),
    hidesPhone: z.boolean(),
    wantsMarketing: z.boolean(),
    blocksBusiness: z.boolean(),
  })
  .partial()
  .meta({ id: 'PhoneSwitches' })
export type PhoneSwitches = z.infer<typeof PhoneSwitches>

/** Somebody new, or somebody who is known by that phone. */
export const NewPhoneOwner = PhoneSwitches.extend({
  phone: z
    .string()
    .max(40)
    .meta({ description: 'International, e.g. +44 7700 900123 (a range that is given to nobody)' }),
}).meta({ id: 'NewPhoneOwner' })
export type NewPhoneOwner = z.infer<typeof NewPhoneOwner>
