import { z } from 'zod'

/**
 * What a message says, as a union by `type`. Shapes follow the Cloud API's inbound types, with our own names; anything
 * that we could not read keeps its raw JSON under `unsupported`. Text is well-formed Unicode without NUL.
 */
const MediaFile = z.object({
  providerMediaId: z.string().optional().meta({ description: "The provider's media id" }),
  mimeType: z.string().optional(),
  sha256: z.string().optional(),
  sizeBytes: z.number().optional(),
  url: z.string().optional().meta({ description: 'A short-lived URL, where the provider sent one' }),
})

export const TextContent = z.object({ type: z.literal('text'), text: z.string(), previewUrl: z.boolean().optional() })
export const ImageContent = MediaFile.extend({ type: z.literal('image'), caption: z.string().optional() })
export const VideoContent = MediaFile.extend({ type: z.literal('video'), caption: z.string().optional() })
export const AudioContent = MediaFile.extend({ type: z.literal('audio'), voice: z.boolean() })
export const DocumentContent = MediaFile.extend({
  type: z.literal('document'),
  filename: z.string().optional(),
  caption: z.string().optional(),
})
export const StickerContent = MediaFile.extend({ type: z.literal('sticker'), animated: z.boolean() })
export const LocationContent = z.object({
  type: z.literal('location'),
  latitude: z.number(),
  longitude: z.number(),
  name: z.string().optional(),
  address: z.string().optional(),
  url: z.string().optional(),
})
export const ContactCard = z.object({
  name: z.string().optional(),
  organisation: z.string().optional(),
  phones: z.array(z.object({ phone: z.string().optional(), waId: z.string().optional(), type: z.string().optional() })),
  emails: z.array(z.object({ email: z.string().optional(), type: z.string().optional() })),
  raw: z.unknown().meta({ description: 'The card as it came' }),
})
export const ContactsContent = z.object({ type: z.literal('contacts'), contacts: z.array(ContactCard) })
export const ReplyContent = z.object({
  type: z.literal('interactive'),
  kind: z.enum([
    'button_reply',
    'list_reply',
    'nfm_reply',
    'call_permission_reply',
    'address',
    'payment_method',
    'other',
  ]),
  id: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  response: z.unknown().optional().meta({ description: "A flow's parsed answer, or the raw object of other kinds" }),
  responseText: z.string().optional().meta({ description: "A flow's answer as it came, where it was not JSON" }),
})
export const ButtonContent = z.object({
  type: z.literal('button'),
  text: z.string().optional(),
  payload: z.string().optional(),
})
export const OrderContent = z.object({
  type: z.literal('order'),
  catalogId: z.string().optional(),
  text: z.string().optional(),
  items: z.array(
    z.object({
      productRetailerId: z.string().optional(),
      quantity: z.number().optional(),
      itemPrice: z.number().optional(),
      currency: z.string().optional(),
      raw: z.unknown().optional(),
    }),
  ),
})
export const SystemContent = z.object({
  type: z.literal('system'),
  kind: z.string().meta({ description: "Meta's `system.type`, e.g. user_changed_number" }),
  text: z.string().optional(),
  raw: z.unknown().optional(),
})
export const RequestWelcomeContent = z.object({ type: z.literal('request_welcome') })
export const TemplateContent = z.object({
  type: z.literal('template'),
  name: z.string().optional(),
  language: z.string().optional(),
  text: z.string().optional(),
  raw: z.unknown().optional(),
})
/** Something that we can't read (yet): kept whole, shown as such, projected again after an upgrade. */
export const UnsupportedContent = z.object({
  type: z.literal('unsupported'),
  originalType: z.string().optional(),
  reason: z.string(),
  errors: z.array(z.unknown()).optional(),
  raw: z.unknown(),
})
/** A message that we know only from its receipts, edits or reactions: it was sent or received elsewhere. */
export const UnknownContent = z.object({ type: z.literal('unknown') })

export const Content = z
  .discriminatedUnion('type', [
    TextContent,
    ImageContent,
    VideoContent,
    AudioContent,
    DocumentContent,
    StickerContent,
    LocationContent,
    ContactsContent,
    ReplyContent,
    ButtonContent,
    OrderContent,
    SystemContent,
    RequestWelcomeContent,
    TemplateContent,
    UnsupportedContent,
    UnknownContent,
  ])
  .meta({ id: 'Content' })
export type Content = z.infer<typeof Content>
export type ContentType = Content['type']
