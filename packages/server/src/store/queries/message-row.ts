import type { Content, MediaId, Message, MessageError } from '@switchboard/contract'
import { type RawBuilder, sql } from 'kysely'
import type { MessagesTable } from '../schema/messages.ts'
import { type ContactSummaryRow, contactSummary } from './contact-summary.ts'

/** One message with all that a list shows of it, as `messageColumns` selects it. */
export interface MessageRow
  extends Pick<
    MessagesTable,
    | 'id'
    | 'conversation_id'
    | 'account_id'
    | 'wamid'
    | 'type'
    | 'text'
    | 'quoted_wamid'
    | 'sent_at'
    | 'status_at'
    | 'edited_at'
    | 'revoked_at'
  > {
  readonly direction: Message['direction']
  readonly content: Content
  readonly context: Record<string, unknown> | null
  readonly contact: ContactSummaryRow | null
  readonly status: Message['status']
  readonly send: { readonly state: NonNullable<Message['sendState']>; readonly sendAt: string | null } | null
  readonly errors: MessageError[] | null
  readonly media: MediaRow[] | null
  readonly reactions: ReactionRow[] | null
}

export interface MediaRow {
  readonly id: MediaId
  readonly kind: string
  readonly mimeType: string | null
  readonly filename: string | null
  readonly sizeBytes: number | null
  readonly state: string
  readonly width: number | null
  readonly height: number | null
}

interface ReactionRow {
  readonly emoji: string
  readonly direction: Message['direction']
  readonly contact: ContactSummaryRow | null
  readonly at: string
}

/**
 * Columns of `messages m`, with contact, media and reactions as correlated look-ups, for one or a few messages; pages read them
 * once for all (see message-page.ts). Reactions: the latest of each person by (at, wamid), and a taken-back one (null) is none.
 */
export const messageColumns: RawBuilder<unknown> = sql`
  m.id, m.conversation_id, m.account_id, m.wamid, m.direction, m.type, m.text, m.quoted_wamid, m.context,
  coalesce(m.edited_content, m.content) as content, m.status, m.status_at, m.errors,
  m.edited_at, m.revoked_at, m.sent_at,
  case when m.source = 'api' then (select json_build_object('sendAt', o.send_at,
      'state', case when o.state = 'queued' and o.send_at > now() then 'scheduled' else o.state end)
    from outbox o where o.id = m.id) end as send,
  ${contactSummary(sql`m.contact_id`)} as contact,
  case when m.type <> 'text' then (select json_agg(json_build_object('id', media.id, 'kind', media.kind, 'mimeType', media.mime_type,
      'filename', media.filename, 'sizeBytes', coalesce(media.size_bytes, (select b.size_bytes from blobs b where b.sha256 = media.blob_sha256)), 'state', media.state, 'width', media.width, 'height', media.height) order by media.position)
    from media where media.message_id = m.id) end as media,
  (select json_agg(json_build_object('emoji', latest.emoji, 'direction', latest.direction, 'at', latest.at,
      'contact', ${contactSummary(sql`latest.person_id`)}) order by latest.at, latest.wamid)
    from (select distinct on (direction, person_id) emoji, direction, at, wamid,
        case direction when 'inbound' then contact_id end as person_id
      from reactions r where r.account_id = m.account_id and r.target_wamid = m.wamid
      order by direction, person_id, at desc, wamid collate "C" desc) latest
    where latest.emoji is not null) as reactions`

/**
 * The wire's message. A revoked message keeps its text here, beside `revokedAt`: the team must be able to see what a
 * customer said and took back, and erasing a person (not revoking) is what removes text. Clients decide how to show it.
 */
export function toMessage(row: MessageRow): Message {
  return {
    ...saidIn(row, row.contact),
    ...(row.media === null ? {} : { media: row.media }),
    reactions: (row.reactions ?? []).map((reaction) => ({ ...reaction, at: new Date(reaction.at).toISOString() })),
    status: row.status,
    statusAt: toTimestamp(row.status_at),
    ...(row.send === null ? {} : { sendState: row.send.state }),
    ...(row.send?.sendAt ? { sendAt: new Date(row.send.sendAt).toISOString() } : {}),
    ...(row.errors === null ? {} : { errors: row.errors }),
    editedAt: toTimestamp(row.edited_at),
    revokedAt: toTimestamp(row.revoked_at),
    sentAt: row.sent_at.toISOString(),
  }
}

/** What a message's own columns say. */
export function saidIn(
  row: Pick<MessageRow, 'id' | 'conversation_id' | 'account_id' | 'wamid' | 'direction' | 'type' | 'text' | 'context'> &
    Pick<MessageRow, 'quoted_wamid'> & { readonly content: Content | null },
  contact: Message['contact'],
) {
  const { context } = row
  const content: Content = row.content ?? { type: 'text', text: row.text ?? '' }
  return {
    id: row.id,
    conversationId: row.conversation_id,
    accountId: row.account_id,
    providerMessageId: row.wamid as Message['providerMessageId'], // the column holds nothing else
    direction: row.direction,
    type: row.type,
    text: row.text,
    content,
    contact,
    quotedProviderMessageId: row.quoted_wamid,
    forwarded: context?.['forwarded'] === true || context?.['frequentlyForwarded'] === true,
    ...(context?.['referral'] == null ? {} : { referral: context['referral'] }),
  }
}

export function toTimestamp(at: Date | null): string | null {
  return at === null ? null : at.toISOString()
}
