import type { OutboundContent, WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import type { Caller } from './caller.ts'
import { type Decision, decide } from './gate.ts'
import { alternatives, factsFrom, type GatheredFacts, type KnownRow, knownColumns, templateOf } from './gather-facts.ts'
import type { ParsedTarget } from './parse-recipient.ts'
import { rememberReads } from './remember-reads.ts'
import { identitiesOf, type Place } from './resolve-place.ts'
import { SendRefusal } from './send-refusal.ts'
import type { SendRequest, SendRules } from './send-request.ts'

/** Sends of one caller from one account, each to another person. */
export interface SendBatch<Item extends BatchItem = BatchItem> {
  readonly workspaceId: WorkspaceId
  readonly accountId: string
  readonly caller: Caller
  readonly items: readonly Item[]
}

export interface BatchItem {
  readonly to: PersonTarget
  readonly content: OutboundContent
}

/** Somebody, as `parseTarget` reads them. */
export type PersonTarget = ParsedTarget & { readonly kind: 'phone' | 'bsuid' | 'contact' }

export interface ConsideredItem<Item extends BatchItem = BatchItem> {
  readonly item: Item
  readonly request: SendRequest
  readonly place: Place
  readonly gathered: GatheredFacts
  readonly decision: Decision
}

interface Row extends KnownRow {
  readonly contact_id: string | null
  readonly conversation_id: string | null
  readonly transport: string
}

const text = /* sql */ `
with given as (select * from unnest($3::int[], $4::text[], $5::text[]) g(place, kind, value)),
found as (
  select g.place, coalesce(
    (select i.contact_id from identities i where i.workspace_id = $1 and i.kind = g.kind and i.value = g.value),
    (select i.contact_id from identities i
      where g.kind = 'phone' and i.workspace_id = $1 and i.kind = 'wa_id' and i.value = substr(g.value, 2)),
    (with recursive chain as (
       select id, merged_into from contacts where id = case when g.kind = 'contact' then g.value::uuid end and workspace_id = $1
       union select next.id, next.merged_into from chain join contacts next on next.id = chain.merged_into
     ) select id from chain where merged_into is null)) as contact_id
  from given g
)
select f.contact_id, c.id as conversation_id, a.transport, ${knownColumns}
from found f
join accounts a on a.workspace_id = $1 and a.id = $2
join workspaces w on w.id = a.workspace_id
left join conversations c on c.account_id = a.id and c.contact_id = f.contact_id and c.kind = 'direct' and c.merged_into is null
left join contacts p on p.id = f.contact_id
order by f.place`

/**
 * What `checkMessage` would decide of each, with one query for all of them; writes nothing. The answers are in the order of the
 * items. The purpose is `bulk`.
 * @throws {SendRefusal} no-account
 */
export async function considerMany<Item extends BatchItem>(
  tx: Queryable,
  rules: SendRules,
  batch: SendBatch<Item>,
): Promise<ConsideredItem<Item>[]> {
  const { workspaceId, accountId, caller, items } = batch
  if (items.length === 0) return []
  const { rows } = await tx.query<Row>({
    name: 'consider many',
    text,
    values: [
      workspaceId,
      accountId,
      items.map((_, index) => index),
      items.map(({ to }) => to.kind),
      items.map(({ to }) => to.value),
    ],
  })
  if (rows.length !== items.length) throw new SendRefusal('no-account', 'The workspace has no such account.')
  const remembering = rememberReads(tx)
  const considered: ConsideredItem<Item>[] = []
  for (const [index, row] of rows.entries()) {
    const item = items[index]
    if (!item) throw new Error('there is a row for each item')
    const place = placeOf(accountId, item.to, row)
    const request: SendRequest = {
      workspaceId,
      caller,
      accountId,
      to: targetOf(item.to),
      content: item.content,
      purpose: 'bulk',
    }
    const others = {
      quote: null,
      target: null,
      template: await templateOf(remembering, rules, accountId, item.content),
      approvedTemplates: await alternatives(remembering, rules, accountId, item.content),
    }
    const gathered = factsFrom(rules, request, place, row, others)
    considered.push({ item, request, place, gathered, decision: decisionOf(item, place, gathered) })
  }
  return considered
}

function decisionOf(item: BatchItem, place: Place, { facts, recipient }: GatheredFacts): Decision {
  if (item.to.kind === 'contact' && place.contactId === null)
    return { outcome: 'refuse', code: 'recipient-not-found', reason: 'The workspace has no contact of this id.' }
  const decision = decide(facts)
  if (decision.outcome === 'refuse' || recipient) return decision
  const reason = 'Neither a phone number nor a user id is known of the contact.'
  return { outcome: 'refuse', code: 'recipient-unreachable', reason }
}

function placeOf(accountId: string, to: PersonTarget, row: Row): Place {
  return {
    accountId,
    transport: row.transport,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    groupId: null,
    newIdentities: row.contact_id === null && to.kind !== 'contact' ? identitiesOf(to) : [],
    named: to.kind === 'phone' ? { phone: to.value } : to.kind === 'bsuid' ? { bsuid: to.value } : {},
  }
}

export function targetOf({ kind, value }: PersonTarget): SendRequest['to'] {
  switch (kind) {
    case 'phone':
      return { phone: value }
    case 'bsuid':
      return { bsuid: value }
    case 'contact':
      return { contactId: value }
  }
}
