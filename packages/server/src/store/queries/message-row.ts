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

interface MediaRow {
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
 * Columns of `messages m`, with contact, media and reactions as correlated look-ups: a page is one query whatever its
 * length. Reactions: the latest of each person by (at, wamid), and a taken-back one (null) is none.
 */
export const messageColumns: RawBuilder<unknown> = columnsWith({
  contact: contactSummary(sql`m.contact_id`),
  reactions: reactionsIn(sql`reactions r where r.account_id = m.account_id and r.target_wamid = m.wamid`),
})

/** The same where `messages m` is joined with the CTEs of `pageParts`. */
export const messageColumnsOfPage: RawBuilder<unknown> = columnsWith({
  contact: sql`people.summary`,
  // Few pages have any, and what is looked up for each message is most of what a page costs.
  reactions: sql`case when exists (select from reacted) then ${reactionsIn(sql`reacted r where r.message_id = m.id`)} end`,
})

/**
 * CTEs for `messageColumnsOfPage`, of the CTE `page` (with the columns id, contact_id, account_id and wamid): whom its messages
 * are with, each looked up once, to be joined by `left join people using (contact_id)` or the like; and what was reacted to
 * them. A page is of few people.
 */
export function pageParts(page: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`people as materialized (
    select contact_id, ${contactSummary(sql`contact_id`)} as summary
    from (select distinct contact_id from ${page}) who),
  reacted as materialized (
    select p.id as message_id, r.emoji, r.direction, r.at, r.wamid, r.contact_id
    from ${page} p join reactions r on r.account_id = p.account_id and r.target_wamid = p.wamid)`
}

/** The latest of each person, of the rows `r` that are asked for. */
function reactionsIn(rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select json_agg(json_build_object('emoji', latest.emoji, 'direction', latest.direction, 'at', latest.at,
      'contact', ${contactSummary(sql`latest.person_id`)}) order by latest.at, latest.wamid)
    from (select distinct on (direction, person_id) emoji, direction, at, wamid,
        case direction when 'inbound' then contact_id end as person_id
      from ${rows}
      order by direction, person_id, at desc, wamid collate "C" desc) latest
    where latest.emoji is not null)`
}

interface LookedUp {
  readonly contact: RawBuilder<unknown>
  readonly reactions: RawBuilder<unknown>
}

function columnsWith({ contact, reactions }: LookedUp): RawBuilder<unknown> {
  return sql`
  m.id, m.conversation_id, m.account_id, m.wamid, m.direction, m.type, m.text, m.quoted_wamid, m.context,
  coalesce(m.edited_content, m.content) as content, m.status, m.status_at, m.errors,
  m.edited_at, m.revoked_at, m.sent_at,
  case when m.source = 'api' then (select json_build_object('sendAt', o.send_at,
      'state', case when o.state = 'queued' and o.send_at > now() then 'scheduled' else o.state end)
    from outbox o where o.id = m.id) end as send,
  ${contact} as contact,
  case when m.type <> 'text' then (select json_agg(json_build_object('id', media.id, 'kind', media.kind, 'mimeType', media.mime_type,
      'filename', media.filename, 'sizeBytes', coalesce(media.size_bytes, (select b.size_bytes from blobs b where b.sha256 = media.blob_sha256)), 'state', media.state, 'width', media.width, 'height', media.height) order by media.position)
    from media where media.message_id = m.id) end as media,
  ${reactions} as reactions`
}

/**
 * The wire's message. A revoked message keeps its text here, beside `revokedAt`: the team must be able to see what a
 * customer said and took back, and erasing a person (not revoking) is what removes text. Clients decide how to show it.
 */
export function toMessage(row: MessageRow): Message {
  const { context } = row
  return {
    id: row.id,
    conversationId: row.conversation_id,
    accountId: row.account_id,
    providerMessageId: row.wamid as Message['providerMessageId'], // the column holds nothing else
    direction: row.direction,
    type: row.type,
    text: row.text,
    content: row.content,
    contact: row.contact,
    quotedProviderMessageId: row.quoted_wamid,
    forwarded: context?.forwarded === true || context?.frequentlyForwarded === true,
    ...(context?.referral == null ? {} : { referral: context.referral }),
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

export function toTimestamp(at: Date | null): string | null {
  return at === null ? null : at.toISOString()
}
