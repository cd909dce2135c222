import { z } from 'zod'

/**
 * What may be sent, as a union by `type`. Limits that hold for every transport stand here; those of one transport (caption
 * lengths, media sizes, which types it has at all) are its capabilities and are checked by the policy gate.
 */
const MediaSource = z
  .union([
    z.object({
      mediaId: z.uuid().meta({ description: 'Of a media item that was uploaded to or received by Switchboard' }),
    }),
    z.object({ link: z.url({ protocol: /^https?$/ }).meta({ description: 'Fetched by us, checked, and uploaded' }) }),
    z.object({ providerMediaId: z.string().min(1).meta({ description: "An id of the provider's own" }) }),
  ])
  .meta({ id: 'MediaSource' })
export type MediaSource = z.infer<typeof MediaSource>

const caption = z.string().min(1).optional()
const Header = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string().min(1) }),
  z.object({ type: z.literal('image'), media: MediaSource }),
  z.object({ type: z.literal('video'), media: MediaSource }),
  z.object({ type: z.literal('document'), media: MediaSource, filename: z.string().optional() }),
])
const interactive = { header: Header.optional(), body: z.string().min(1), footer: z.string().min(1).optional() }

export const OutboundText = z.object({
  type: z.literal('text'),
  text: z.string().regex(/\S/, 'is blank; write something.'),
  previewUrl: z.boolean().optional(),
})
export const OutboundImage = z.object({ type: z.literal('image'), media: MediaSource, caption })
export const OutboundVideo = z.object({ type: z.literal('video'), media: MediaSource, caption })
export const OutboundAudio = z.object({ type: z.literal('audio'), media: MediaSource, voice: z.boolean().optional() })
export const OutboundDocument = z.object({
  type: z.literal('document'),
  media: MediaSource,
  caption,
  filename: z.string().min(1).optional(),
})
export const OutboundSticker = z.object({ type: z.literal('sticker'), media: MediaSource })
export const OutboundLocation = z.object({
  type: z.literal('location'),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: z.string().optional(),
  address: z.string().optional(),
})
export const OutboundContacts = z.object({
  type: z.literal('contacts'),
  contacts: z
    .array(
      z.object({
        name: z.object({
          formattedName: z.string().min(1),
          firstName: z.string().optional(),
          lastName: z.string().optional(),
        }),
        phones: z
          .array(z.object({ phone: z.string(), type: z.string().optional(), waId: z.string().optional() }))
          .optional(),
        emails: z.array(z.object({ email: z.string(), type: z.string().optional() })).optional(),
        organisation: z.object({ company: z.string().optional(), title: z.string().optional() }).optional(),
        urls: z.array(z.object({ url: z.string(), type: z.string().optional() })).optional(),
      }),
    )
    .min(1),
})
export const OutboundReaction = z.object({
  type: z.literal('reaction'),
  messageId: z.uuid().meta({ description: 'The message that is reacted to' }),
  emoji: z.string().nullable().meta({ description: 'null takes the reaction back' }),
})
export const OutboundButtons = z.object({
  type: z.literal('buttons'),
  ...interactive,
  buttons: z
    .array(z.object({ id: z.string().min(1).max(256), title: z.string().min(1).max(20) }))
    .min(1)
    .max(3),
})
export const OutboundList = z.object({
  type: z.literal('list'),
  ...interactive,
  button: z.string().min(1).max(20),
  sections: z
    .array(
      z.object({
        title: z.string().max(24).optional(),
        rows: z
          .array(
            z.object({
              id: z.string().min(1).max(200),
              title: z.string().min(1).max(24),
              description: z.string().max(72).optional(),
            }),
          )
          .min(1),
      }),
    )
    .min(1)
    .max(10),
})
export const OutboundCtaUrl = z.object({
  type: z.literal('cta_url'),
  ...interactive,
  displayText: z.string().min(1).max(20),
  url: z.url(),
})
/** Any other interactive message (flow, product, product_list, catalog_message, carousel, address, location_request_message,
 * call_permission_request, voice_call …) in the provider's own words. */
export const OutboundInteractive = z.object({
  type: z.literal('interactive'),
  interactive: z.looseObject({ type: z.string().min(1) }),
})
/** The file in a template's header, by a media id of ours, a link that we fetch, or an id of the provider's. */
export const TemplateFile = z.strictObject({
  type: z.enum(['image', 'video', 'document']),
  media: MediaSource,
  filename: z.string().min(1).optional(),
})
export type TemplateFile = z.infer<typeof TemplateFile>
export const TemplateParameterValue = z.union([z.string(), z.object({ type: z.string() }).catchall(z.unknown())])
const TemplateValues = z.object({
  header: z.array(TemplateParameterValue).optional(),
  body: z.union([z.array(TemplateParameterValue), z.record(z.string(), TemplateParameterValue)]).optional(),
  buttons: z
    .array(z.object({ index: z.int().min(0), subType: z.string(), parameters: z.array(z.unknown()) }))
    .optional(),
})
export const OutboundTemplate = z.object({
  type: z.literal('template'),
  name: z.string().min(1),
  language: z.string().min(1),
  parameters: TemplateValues.extend({
    cards: z.array(TemplateValues).max(10).optional().meta({ description: 'Of a carousel: of each card, in order' }),
  })
    .optional()
    .meta({
      description:
        'Positional parameters as arrays, named ones as an object. A file in the header: {"type": "image", "media": {"mediaId": …}}',
    }),
  components: z
    .array(z.looseObject({ type: z.string() }))
    .optional()
    .meta({ description: "The provider's own components, instead of `parameters`" }),
})

export const OutboundContent = z
  .discriminatedUnion('type', [
    OutboundText,
    OutboundImage,
    OutboundVideo,
    OutboundAudio,
    OutboundDocument,
    OutboundSticker,
    OutboundLocation,
    OutboundContacts,
    OutboundReaction,
    OutboundButtons,
    OutboundList,
    OutboundCtaUrl,
    OutboundInteractive,
    OutboundTemplate,
  ])
  .meta({ id: 'OutboundContent' })
export type OutboundContent = z.infer<typeof OutboundContent>
export type OutboundType = OutboundContent['type']
