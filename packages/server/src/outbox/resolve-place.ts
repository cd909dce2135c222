import type { Queryable } from '../store/database.ts'
import { type ParsedTarget, parseTarget, regionOfPhone } from './parse-recipient.ts'
import { SendRefusal } from './send-refusal.ts'
import type { SendRequest } from './send-request.ts'

/** Where a send goes, before anything is made for it. */
export interface Place {
  readonly accountId: string
  readonly transport: string
  /** null: a person that we don't know yet, or a group. */
  readonly contactId: string | null
  readonly conversationId: string | null
  readonly groupId: string | null
  /** Of a person that we don't know yet. */
  readonly newIdentities: readonly { readonly kind: string; readonly value: string }[]
  /** The phone or user id that the caller named, which is then the one that is written to. */
  readonly named: { readonly phone?: string; readonly bsuid?: string }
}

interface FoundConversation {
  readonly id: string
  readonly account_id: string
  readonly contact_id: string | null
  readonly group_id: string | null
}

interface FoundAccount {
  readonly id: string
  readonly transport: string
  readonly default_region: string | null
  readonly display_phone_number: string | null
}

/** @throws {SendRefusal} when there is no such account or recipient. */
export async function resolvePlace(client: Queryable, request: SendRequest): Promise<Place> {
  const { workspaceId, to } = request
  const id = idIn(to)
  const conversation = id === null ? null : await findConversation(client, workspaceId, id)
  const account = await findAccount(client, workspaceId, request.accountId ?? conversation?.account_id)
  if (conversation) return placeOfConversation(account, conversation)
  const parsed = parseTarget(to, account.default_region ?? regionOfPhone(account.display_phone_number))
  const contactId = await findContact(client, workspaceId, parsed)
  const groupId = parsed.kind === 'group' ? parsed.value : null
  const { rows } = await client.query<{ id: string }>(
    `select id from conversations where account_id = $1 and merged_into is null
       and ((kind = 'direct' and contact_id = $2::uuid) or (kind = 'group' and group_id = $3))`,
    [account.id, contactId, groupId],
  )
  if (groupId !== null && !rows[0]) throw new SendRefusal('recipient-not-found', 'The account is in no such group.')
  return {
    accountId: account.id,
    transport: account.transport,
    contactId,
    conversationId: rows[0]?.id ?? null,
    groupId,
    newIdentities: contactId === null ? identitiesOf(parsed) : [],
    named: parsed.kind === 'phone' ? { phone: parsed.value } : parsed.kind === 'bsuid' ? { bsuid: parsed.value } : {},
  }
}

function placeOfConversation(account: FoundAccount, conversation: FoundConversation): Place {
  if (account.id !== conversation.account_id)
    throw new SendRefusal('recipient-not-found', 'The conversation belongs to another account. Leave the account out.')
  return {
    accountId: account.id,
    transport: account.transport,
    contactId: conversation.contact_id,
    conversationId: conversation.id,
    groupId: conversation.group_id,
    newIdentities: [],
    named: {},
  }
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** The id of what may be a conversation. */
function idIn(to: SendRequest['to']): string | null {
  const id = typeof to === 'string' ? to.trim() : 'conversationId' in to ? to.conversationId : null
  return id !== null && uuid.test(id) ? id : null
}

/** Where a conversation lives now, after merges. */
async function findConversation(client: Queryable, workspaceId: string, id: string): Promise<FoundConversation | null> {
  const { rows } = await client.query<FoundConversation>(
    `with recursive chain as (
       select * from conversations where id = $2 and workspace_id = $1
       union select next.* from chain join conversations next on next.id = chain.merged_into
     ) select id, account_id, contact_id, group_id from chain where merged_into is null`,
    [workspaceId, id],
  )
  return rows[0] ?? null
}

export async function findAccount(
  client: Queryable,
  workspaceId: string,
  id: string | undefined,
): Promise<FoundAccount> {
  if (id !== undefined && !uuid.test(id)) throw new SendRefusal('no-account', 'That is not the id of an account.')
  const { rows } = await client.query<FoundAccount>(
    `select id, transport, default_region, display_phone_number from accounts
     where workspace_id = $1 and ($2::uuid is null or id = $2) order by is_default desc, discovered, id limit 2`,
    [workspaceId, id ?? null],
  )
  const [first] = rows
  if (first && (id !== undefined || rows.length === 1)) return first
  if (!first) {
    throw new SendRefusal(
      'no-account',
      id === undefined ? 'The workspace has no account. Add one first.' : 'The workspace has no such account.',
    )
  }
  const { rows: defaults } = await client.query<FoundAccount>(
    `select id, transport, default_region, display_phone_number from accounts where workspace_id = $1 and is_default`,
    [workspaceId],
  )
  if (defaults[0]) return defaults[0]
  throw new SendRefusal(
    'no-account',
    'The workspace has several accounts and no default. Name the account to send from.',
  )
}

async function findContact(client: Queryable, workspaceId: string, target: ParsedTarget): Promise<string | null> {
  switch (target.kind) {
    case 'group':
      return null
    case 'conversation':
      throw new SendRefusal('recipient-not-found', 'The workspace has no such conversation.')
    case 'contact':
    case 'either': {
      const { rows } = await client.query<{ id: string }>(
        `with recursive chain as (
           select id, merged_into from contacts where id = $2 and workspace_id = $1
           union select next.id, next.merged_into from chain join contacts next on next.id = chain.merged_into
         ) select id from chain where merged_into is null`,
        [workspaceId, target.value],
      )
      if (rows[0]) return rows[0].id
      throw new SendRefusal('recipient-not-found', 'The workspace has no contact or conversation of this id.')
    }
    case 'phone':
    case 'bsuid':
    case 'parent_bsuid': {
      const { rows } = await client.query<{ contact_id: string }>(
        `select contact_id from identities where workspace_id = $1 and (kind, value) in (($2, $3), ($4, $5))`,
        [workspaceId, ...namesOf(target)],
      )
      if (rows[0] || target.kind !== 'parent_bsuid') return rows[0]?.contact_id ?? null
      throw new SendRefusal(
        'recipient-unreachable',
        'Nobody is known by this parent user id, and it can not be written to.',
      )
    }
  }
}

function namesOf({ kind, value }: ParsedTarget): [string, string, string, string] {
  return kind === 'phone' ? ['phone', value, 'wa_id', value.slice(1)] : [kind, value, kind, value]
}

export function identitiesOf(target: ParsedTarget): { kind: string; value: string }[] {
  const [kind, value, otherKind, otherValue] = namesOf(target)
  return kind === otherKind
    ? [{ kind, value }]
    : [
        { kind, value },
        { kind: otherKind, value: otherValue },
      ]
}
