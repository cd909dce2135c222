import type { ContactSummary, ConversationCore, Message } from '@switchboard/contract'
import { z } from 'zod'
import { clip, Foreign, foreign, foreignJson, type View } from '../boundary/foreign.ts'
import type { Json } from '../boundary/seal.ts'
import { authorOf } from '../views/message.ts'
import type { ShowTime } from '../views/time.ts'
import { jidOf, personJid } from './jid.ts'

/** Shapes of lharries/whatsapp-mcp, so that what reads them goes on reading them. */
export const ChatShape = z.object({
  jid: z.string(),
  name: z.string().nullable(),
  last_message_time: z.string().nullable(),
  last_message: z.string().nullable(),
  last_sender: z.string().nullable(),
  last_is_from_me: z.boolean().nullable(),
})

export const MessageShape = z.object({
  timestamp: z.string(),
  sender: z.string(),
  sender_name: z.string().nullable(),
  content: z.string(),
  is_from_me: z.boolean(),
  chat_jid: z.string(),
  id: z.string(),
  chat_name: z.string().nullable(),
  media_type: z.string().nullable(),
  quoted_message_id: z.string().nullable(),
  reactions: z.array(z.string()),
})

/** Messages know their conversation by id; these know what it is called. */
export interface ChatName {
  readonly jid: string
  readonly name: string | null
}

export function chatName(conversation: ConversationCore): ChatName {
  return { jid: jidOf(conversation), name: conversation.contact?.name ?? conversation.subject }
}

export function chatShape(conversation: ConversationCore, withLast: boolean, time: ShowTime, most: number): View {
  const { lastMessage: last, contact } = conversation
  const shown = withLast ? last : null
  return {
    jid: jidOf(conversation),
    name: foreign(conversation.kind === 'group' ? conversation.subject : contact?.name, 'contact') ?? null,
    last_message_time: time(conversation.lastMessageAt) ?? null,
    last_message:
      foreign(shown?.text == null ? null : clip(shown.text, most), shown ? authorOf(shown) : 'contact') ?? null,
    last_sender: shown === null ? null : shown.direction === 'outbound' ? 'me' : senderOf(contact),
    last_is_from_me: shown === null ? null : shown.direction === 'outbound',
  }
}

const media = new Set(['image', 'video', 'audio', 'document', 'sticker'])

export function messageShape(message: Message, chat: ChatName, time: ShowTime, most: number): View {
  const own = message.direction === 'outbound'
  return {
    timestamp: time(message.sentAt),
    sender: own ? 'me' : senderOf(message.contact),
    sender_name: own ? 'Me' : (foreign(message.contact?.name, 'contact') ?? null),
    content: contentOf(message, most),
    is_from_me: own,
    chat_jid: chat.jid,
    id: message.providerMessageId,
    chat_name: foreign(chat.name, 'contact') ?? null,
    media_type: media.has(message.type) ? message.type : null,
    quoted_message_id: message.quotedProviderMessageId,
    reactions: message.reactions.map(({ emoji }) => foreign(emoji, 'contact') ?? ''),
  }
}

/** The part before the @ of the sender's JID, as the original gives it. */
function senderOf(contact: ContactSummary | null): string {
  return personJid(contact).replace(/@s\.whatsapp\.net$/, '')
}

function contentOf(message: Message, most: number): View {
  if (message.revokedAt !== null) return 'deleted'
  if (message.text !== null) return new Foreign(clip(message.text, most), authorOf(message))
  return media.has(message.type) ? '' : foreignJson(message.content, authorOf(message), Math.min(most, 600))
}

type SealedMessage = z.output<typeof MessageShape>

/** The original's line of a message: `[time] Chat: name From: name: content`. Made of what is sealed already. */
export function lineOf(message: SealedMessage): string {
  const chat = message.chat_name === null ? '' : `Chat: ${message.chat_name} `
  const file =
    message.media_type === null
      ? ''
      : `[${message.media_type} - Message ID: ${message.id} - Chat JID: ${message.chat_jid}] `
  return `[${message.timestamp}] ${chat}From: ${message.sender_name ?? message.sender}: ${file}${message.content}`
}

/** One text block per item, as the original's framework gave lists, then what to do about the rest. */
export function blocksOf(structured: Json): string[] {
  const { result, note } = structured as { result: Json[]; note?: string } // listAnswer made it
  return [...result.map((item) => JSON.stringify(item)), ...(note === undefined ? [] : [note])]
}
