import { z } from 'zod'

/** What the Cloud API takes under the name of each type. https://developers.facebook.com/docs/whatsapp/cloud-api/messages */

const text = (most: number) => z.string().min(1).max(most)
const file = {
  id: z.string().min(1).optional(),
  link: z.url({ protocol: /^https?$/, error: 'not an http(s) address' }).optional(),
}
const oneOfBoth = (media: { readonly id?: string | undefined; readonly link?: string | undefined }) =>
  (media.id === undefined) !== (media.link === undefined)
const either = { error: 'exactly one of id and link is needed' }

const Media = z.object(file).refine(oneOfBoth, either)
const MediaWithCaption = z.object({ ...file, caption: text(1_024).optional() }).refine(oneOfBoth, either)
const Document = z
  .object({ ...file, caption: text(1_024).optional(), filename: text(240).optional() })
  .refine(oneOfBoth, either)
const Audio = z.object({ ...file, voice: z.boolean().optional() }).refine(oneOfBoth, either)
const coordinate = (most: number) =>
  z.coerce.number().refine((number) => Math.abs(number) <= most, { error: `not between -${most} and ${most}` })

const Header = z.looseObject({ type: z.enum(['text', 'image', 'video', 'document']), text: text(60).optional() })
const Body = z.object({ text: text(1_024) })
const around = { header: Header.optional(), footer: z.object({ text: text(60) }).optional() }
const unique = (ids: readonly string[]) => new Set(ids).size === ids.length
const Section = z.looseObject({
  title: text(24).optional(),
  rows: z
    .array(z.object({ id: text(200), title: text(24), description: text(72).optional() }))
    .min(1)
    .max(10),
})
const named = (name: string) => z.looseObject({ name: z.literal(name) })

const Buttons = z.object({
  type: z.literal('button'),
  ...around,
  body: Body,
  action: z.looseObject({
    buttons: z
      .array(z.object({ type: z.literal('reply'), reply: z.object({ id: text(256), title: text(20) }) }))
      .min(1)
      .max(3)
      .refine((buttons) => unique(buttons.map(({ reply }) => reply.id)), { error: 'two buttons have the same id' })
      .refine((buttons) => unique(buttons.map(({ reply }) => reply.title)), {
        error: 'two buttons have the same title',
      }),
  }),
})
const List = z.object({
  type: z.literal('list'),
  ...around,
  body: z.object({ text: text(4_096) }),
  action: z.looseObject({
    button: text(20),
    sections: z
      .array(Section)
      .min(1)
      .max(10)
      .refine((sections) => sections.length === 1 || sections.every(({ title }) => title !== undefined), {
        error: 'of several sections each needs a title',
      })
      .refine((sections) => sections.flatMap(({ rows }) => rows).length <= 10, { error: 'there are more than 10 rows' })
      .refine((sections) => unique(sections.flatMap(({ rows }) => rows.map(({ id }) => id))), {
        error: 'two rows have the same id',
      }),
  }),
})
const CtaUrl = z.object({
  type: z.literal('cta_url'),
  ...around,
  body: Body,
  action: z.object({
    name: z.literal('cta_url'),
    parameters: z.object({ display_text: text(20), url: z.url({ protocol: /^https?$/ }) }),
  }),
})
const Flow = z.object({
  type: z.literal('flow'),
  ...around,
  body: Body,
  action: named('flow').extend({
    parameters: z
      .looseObject({
        flow_message_version: z.literal('3'),
        flow_cta: text(30),
        flow_id: z.string().optional(),
        flow_name: z.string().optional(),
      })
      .refine(({ flow_id, flow_name }) => (flow_id === undefined) !== (flow_name === undefined), {
        error: 'exactly one of flow_id and flow_name is needed',
      }),
  }),
})
const withAction = <Type extends string>(type: Type, action: z.ZodType) =>
  z.object({ type: z.literal(type), ...around, body: Body.optional(), action })

const Interactive = z.discriminatedUnion('type', [
  Buttons,
  List,
  CtaUrl,
  Flow,
  withAction('product', z.looseObject({ catalog_id: z.string(), product_retailer_id: z.string() })),
  withAction(
    'product_list',
    z.looseObject({ catalog_id: z.string(), sections: z.array(z.looseObject({})).min(1).max(10) }),
  ),
  withAction('catalog_message', named('catalog_message')),
  withAction('location_request_message', named('send_location')),
  withAction('address_message', named('address_message')),
  withAction('call_permission_request', named('call_permission_request')),
  withAction('voice_call', named('voice_call')),
  withAction('carousel', z.looseObject({ cards: z.array(z.looseObject({})).min(2).max(10) })),
])

const Component = z.looseObject({
  type: z.string().transform((type) => type.toLowerCase()),
  sub_type: z.string().optional(),
  index: z.coerce.number().int().min(0).max(9).optional(),
  parameters: z.array(z.looseObject({ type: z.string() })).optional(),
})
/** What fills one part of a template. */
export type TemplateComponent = z.infer<typeof Component>
const FilledCard = z.looseObject({ card_index: z.coerce.number().int().min(0).max(9), components: z.array(Component) })

export const TemplateContent = z.object({
  name: text(512),
  language: z.looseObject({ code: z.string().min(1), policy: z.literal('deterministic').optional() }),
  components: z.array(Component.extend({ cards: z.array(FilledCard).max(10).optional() })).optional(),
})
export type TemplateContent = z.infer<typeof TemplateContent>

/** By the value of `type`. */
export const contentSchemas = {
  text: z.object({ body: text(4_096), preview_url: z.boolean().optional() }),
  image: MediaWithCaption,
  video: MediaWithCaption,
  audio: Audio,
  document: Document,
  sticker: Media,
  location: z.object({
    latitude: coordinate(90),
    longitude: coordinate(180),
    name: text(1_000).optional(),
    address: text(1_000).optional(),
  }),
  contacts: z
    .array(z.looseObject({ name: z.looseObject({ formatted_name: text(1_000) }) }))
    .min(1)
    .max(257),
  reaction: z.object({ message_id: z.string().min(1), emoji: z.string().max(100) }),
  interactive: Interactive,
  template: TemplateContent,
} as const

export type ContentType = keyof typeof contentSchemas

export function isContentType(type: string): type is ContentType {
  return Object.hasOwn(contentSchemas, type)
}

/** What is common to all messages. */
export const Envelope = z.looseObject({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.enum(['individual', 'group']).default('individual'),
  to: z.string().min(1).optional(),
  recipient: z.string().min(1).optional(),
  type: z.string().default('text'),
  context: z.looseObject({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
})
export type Envelope = z.infer<typeof Envelope>
