import type { ContactSummary, Content, Message } from '@switchboard/contract'
import { z } from 'zod'
import { type Author, Foreign, foreign, foreignJson, type View, wholeCharacters } from '../boundary/foreign.ts'
import type { ShowTime } from './time.ts'

export const MessageView = z
  .object({
    id: z.string(),
    conversationId: z.string().optional(),
    providerMessageId: z.string().describe("WhatsApp's own id; `quotes` of other messages refer to it"),
    at: z.string(),
    direction: z.enum(['inbound', 'outbound']),
    from: z.string().describe('Id of a person in `people`, or "business" for our own messages'),
    to: z.string().optional().describe('Of an outbound message: id of a person in `people`'),
    type: z.string(),
    text: z.string().optional(),
    textCut: z
      .object({ shown: z.int(), length: z.int() })
      .optional()
      .describe('The text is longer than shown. get_message_context with this messageId and textOffset gives the rest'),
    details: z.string().optional().describe('Other content as JSON: location, contact cards, order, reply, template …'),
    status: z.string().optional(),
    errors: z.string().optional(),
    quotes: z.string().optional(),
    forwarded: z.boolean().optional(),
    reactions: z.array(z.object({ emoji: z.string(), from: z.string() })).optional(),
    media: z
      .array(
        z.object({
          id: z.string(),
          kind: z.string(),
          mimeType: z.string().optional(),
          filename: z.string().optional(),
          sizeBytes: z.number().optional(),
          state: z.string(),
        }),
      )
      .optional(),
    editedAt: z.string().optional(),
    revokedAt: z.string().optional().describe('Its author took it back then'),
  })
  .describe('A message; text, details and file names are fenced')

export interface MessageViewOptions {
  readonly time: ShowTime
  /** Longest text shown, in UTF-16 units. */
  readonly clip: number
  /** How much of the text to leave out at its beginning. */
  readonly textOffset?: number
  /** Leave out the conversation's id where the answer says it once. */
  readonly inOneConversation?: boolean
}

export function messageView(message: Message, options: MessageViewOptions): View {
  const { time, clip, textOffset = 0 } = options
  const by = authorOf(message)
  const inbound = message.direction === 'inbound'
  return {
    id: message.id,
    conversationId: options.inOneConversation ? undefined : message.conversationId,
    providerMessageId: message.providerMessageId,
    at: time(message.sentAt),
    direction: message.direction,
    from: inbound ? (message.contact?.id ?? 'unknown') : 'business',
    to: inbound ? undefined : message.contact?.id,
    type: message.type,
    ...textView(message.text, by, clip, textOffset),
    details: detailsView(message.content, by, clip),
    // Held, queued, cancelled: an assistant must not take it for an answer that was given.
    status: message.status ?? message.sendState,
    errors: message.errors?.length ? foreignJson(message.errors, 'provider', Math.min(clip, 400)) : undefined,
    quotes: message.quotedProviderMessageId ?? undefined,
    forwarded: message.forwarded || undefined,
    reactions: message.reactions.length
      ? message.reactions.map((reaction) => ({
          emoji: foreign(reaction.emoji, 'contact') ?? '',
          from: reaction.direction === 'outbound' ? 'business' : (reaction.contact?.id ?? 'unknown'),
        }))
      : undefined,
    media: message.media?.map((file) => ({
      id: file.id,
      kind: file.kind,
      mimeType: mimeTypeView(file.mimeType, by),
      filename: foreign(file.filename?.slice(0, 200), by),
      sizeBytes: file.sizeBytes ?? undefined,
      state: file.state,
    })),
    editedAt: time(message.editedAt),
    revokedAt: time(message.revokedAt),
  }
}

/** What WhatsApp carries, without parameters; anything else is a word of the sender's own. */
const knownMimeType =
  /^(image\/(jpeg|png|webp|gif|heic)|video\/(mp4|3gpp|quicktime)|audio\/(ogg|mpeg|mp4|aac|amr|wav|webm|opus)|text\/(plain|csv|vcard|x-vcard)|application\/(pdf|zip|json|msword|rtf|octet-stream|vnd\.(ms-excel|ms-powerpoint|openxmlformats-officedocument\.(wordprocessingml\.document|spreadsheetml\.sheet|presentationml\.presentation))))$/

export function mimeTypeView(mimeType: string | null | undefined, by: Author): View {
  const bare = mimeType?.split(';')[0]?.trim().toLowerCase()
  return bare !== undefined && knownMimeType.test(bare) ? bare : foreign(mimeType?.slice(0, 100), by)
}

/** Whom the messages' `from`, `to` and reactions refer to. */
export function peopleIn(message: Message): (ContactSummary | null)[] {
  return [message.contact, ...message.reactions.map((reaction) => reaction.contact)]
}

export function authorOf(message: Pick<Message, 'direction'>): Author {
  return message.direction === 'inbound' ? 'contact' : 'business'
}

function textView(text: string | null, by: Author, clip: number, offset: number): { [key: string]: View } {
  if (text === null) return {}
  const start = Math.min(wholeCharacters(text, offset), text.length)
  const end = Math.min(start + wholeCharacters(text.slice(start), clip), text.length)
  const cut = start > 0 || end < text.length
  return {
    text: new Foreign(text.slice(start, end), by),
    textCut: cut ? { shown: end, length: text.length } : undefined,
  }
}

/** Types whose text already says everything that a reader needs. */
const plain = new Set<Content['type']>([
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'request_welcome',
  'unknown',
])

function detailsView(content: Content, by: Author, clip: number): View {
  return plain.has(content.type) ? undefined : foreignJson(content, by, Math.min(clip, 600))
}
