import type { AccountId, ConversationId, MessageId, SendPolicy, WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import type { Transport, TransportAccount } from '../transports/transport.ts'
import { TransportError } from '../transports/transport-error.ts'
import type { Caller } from './caller.ts'
import { requireReach } from './reach.ts'
import { SendRefusal } from './send-refusal.ts'
import type { AccountAccess, SendRules } from './send-request.ts'

/** What telling the provider needs; no transaction is held while it is asked. */
export interface ReadReceipts {
  readonly pool: Queryable
  readonly rules: Pick<SendRules, 'lackOf'>
  readonly transports: Readonly<Partial<Record<string, Transport>>>
  readonly accountOf: (accountId: string) => Promise<TransportAccount>
}

export interface MarkReadRequest {
  readonly workspaceId: WorkspaceId
  readonly caller: Pick<Caller, 'maySend' | 'policy' | 'name' | 'kind' | 'reach'>
  readonly conversationId: ConversationId
  /** Up to this message of the customer's; absent: up to the newest. */
  readonly messageId?: MessageId | undefined
  /** Also show that an answer is being written, for 25 seconds at most. */
  readonly typing: boolean
}

export interface MarkedRead {
  readonly conversationId: ConversationId
  /** Up to which everything now counts as read. */
  readonly messageId: MessageId
}

interface Row {
  readonly conversation_id: ConversationId
  readonly account_id: AccountId
  readonly contact_id: string | null
  readonly state: 'active' | 'paused' | 'disabled'
  readonly policy: SendPolicy | null
  readonly erased: boolean
  readonly access: AccountAccess
  readonly message_id: MessageId | null
  readonly wamid: string | null
}

// The newest message that the customer sent, or the one that was named; where the conversation lives now, after merges.
const text = /* sql */ `
with recursive chain as (
  select * from conversations where id = $2 and workspace_id = $1
  union select next.* from chain join conversations next on next.id = chain.merged_into
)
select c.id as conversation_id, c.account_id, c.contact_id, c.policy, a.state, p.erased_at is not null as erased,
  json_build_object('transport', a.transport, 'externalId', a.external_id, 'businessAccountId', a.business_account_id, 'settings', a.settings,
    'sealedWith', coalesce((select jsonb_object_agg(key, value->>'key') from jsonb_each(a.secrets)), '{}')) as access,
  m.id as message_id, m.wamid
from chain c join accounts a on a.id = c.account_id left join contacts p on p.id = c.contact_id
left join lateral (
  select id, wamid from messages
  where conversation_id = c.id and direction = 'inbound' and source_rank > 0 and ($3::uuid is null or id = $3)
  order by sent_at desc, id desc limit 1) m on true
where c.merged_into is null`

/**
 * Shows the customer that their messages were read, up to one of them. Saying it twice is saying it once. It is no message, so
 * nobody has to approve it; whoever may send nothing may not do this either.
 *
 * @throws {SendRefusal} sender-may-not-send, out-of-reach, recipient-not-found, contact-erased, chat-blocked, account-paused,
 * account-not-connected, content-not-supported, target-not-found
 * @throws {Refusal} provider-refused, in the provider's words
 */
export async function markConversationRead(receipts: ReadReceipts, request: MarkReadRequest): Promise<MarkedRead> {
  const { workspaceId, conversationId, messageId, typing } = request
  const { rows } = await receipts.pool.query<Row>(text, [workspaceId, conversationId, messageId ?? null])
  const [row] = rows
  if (!row) throw new SendRefusal('recipient-not-found', 'The workspace has no such conversation.')
  check(receipts, request, row)
  const transport = receipts.transports[row.access.transport]
  if (!transport?.markRead || (typing && !transport.capabilities.typing)) throw notSupported(typing)
  if (row.message_id === null || row.wamid === null) throw nothingToRead(messageId)
  await inWords(async () => transport.markRead?.(await receipts.accountOf(row.account_id), row.wamid ?? '', { typing }))
  // After the provider's yes, by itself: a receipt that is shown twice is shown once.
  const { account_id: accountId, contact_id: contactId, conversation_id: marked, message_id: upTo } = row
  const place = { workspaceId, accountId, contactId, conversationId: marked, messageId: upTo }
  const data = { typing, by: `${request.caller.kind}:${request.caller.name}` }
  await appendEvents(receipts.pool, [{ ...place, type: 'conversation.read', occurredAt: Date.now(), data }])
  return { conversationId: marked, messageId: upTo }
}

function check({ rules }: ReadReceipts, { caller }: MarkReadRequest, row: Row): void {
  if (!caller.maySend) throw new SendRefusal('sender-may-not-send', `"${caller.name}" lacks the scope "messages:send".`)
  if (caller.policy === 'block')
    throw new SendRefusal('sender-may-not-send', `Sending is switched off for "${caller.name}".`)
  requireReach(caller.reach, { accountId: row.account_id, contactId: row.contact_id })
  if (row.erased) throw new SendRefusal('contact-erased', 'The contact was erased.')
  if (row.policy === 'block') throw new SendRefusal('chat-blocked', 'Sending is switched off for this conversation.')
  if (row.state !== 'active')
    throw new SendRefusal('account-paused', `The account is ${row.state}. Activate it in its settings first.`)
  const lack = rules.lackOf?.(row.access) ?? null
  if (lack !== null) throw new SendRefusal('account-not-connected', lack)
}

function notSupported(typing: boolean): SendRefusal {
  return new SendRefusal(
    'content-not-supported',
    typing ? 'This account cannot show that an answer is being written.' : 'This account cannot show messages as read.',
  )
}

function nothingToRead(messageId: string | undefined): SendRefusal {
  return new SendRefusal(
    'target-not-found',
    messageId === undefined
      ? 'The customer has not written in this conversation.'
      : 'That is no message of the customer’s in this conversation.',
  )
}

/** A provider's refusal or silence as ours. */
async function inWords(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    const { sentence, remedy } = error
    throw new Refusal('provider-refused', { detail: [sentence, remedy].filter(Boolean).join(' '), cause: error })
  }
}
