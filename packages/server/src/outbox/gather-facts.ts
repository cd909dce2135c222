import type { OutboundContent, SendPolicy } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import type { Recipient } from '../transports/transport.ts'
import { contentFiles } from './content-files.ts'
import { hasOptedOut, isMarketing, isWindowClosed, type MessageReference, type SendFacts } from './gate.ts'
import type { Place } from './resolve-place.ts'
import type { AccountAccess, SendRequest, SendRules } from './send-request.ts'
import { mediaOf } from './stored-content.ts'

/** What is known of the account, the conversation and the person, by `knownColumns`. */
export interface KnownRow {
  readonly state: SendFacts['account']['state']
  readonly send_allowlist: string[] | null
  readonly erased: boolean
  readonly opted_out_at: Date | null
  readonly opted_in_at: Date | null
  readonly policy: SendPolicy | null
  readonly last_inbound_at: Date | null
  readonly identities: { readonly kind: string; readonly value: string }[]
  readonly access: AccountAccess
  readonly assistant_policy: SendPolicy | null
  readonly account_policy: 'approve' | null
  readonly account_allowlist: string[] | null
}

interface FactsRow extends KnownRow {
  readonly quote: ReferenceRow | null
  readonly target: ReferenceRow | null
}

interface ReferenceRow {
  readonly conversation_id: string
  readonly wamid: string
}

/** Of a query in which `a` is the account, `w` its workspace, `c` the conversation and `p` the contact, where there are any. */
export const knownColumns = /* sql */ `
  a.state, w.send_allowlist, p.erased_at is not null as erased, p.opted_out_at, p.opted_in_at, c.policy, c.last_inbound_at,
  coalesce((select json_agg(json_build_object('kind', kind, 'value', value) order by first_seen_at desc, kind, value)
    from identities i where i.contact_id = p.id), '[]') as identities,
  w.assistant_policy, a.send_policy as account_policy, a.send_allowlist as account_allowlist,
  json_build_object('transport', a.transport, 'externalId', a.external_id, 'businessAccountId', a.business_account_id, 'settings', a.settings,
    'sealedWith', coalesce((select jsonb_object_agg(key, value->>'key') from jsonb_each(a.secrets)), '{}')) as access`

const text = /* sql */ `
select ${knownColumns},
  (select json_build_object('conversation_id', m.conversation_id, 'wamid', m.wamid) from messages m
    where m.id = $5 and m.workspace_id = $1) as quote,
  (select json_build_object('conversation_id', m.conversation_id, 'wamid', m.wamid) from messages m
    where m.id = $6 and m.workspace_id = $1) as target
from accounts a
join workspaces w on w.id = a.workspace_id
left join conversations c on c.id = $3
left join contacts p on p.id = $4
where a.workspace_id = $1 and a.id = $2`

export interface GatheredFacts {
  readonly facts: SendFacts
  /** null: there is nothing that the transport could write to. */
  readonly recipient: Recipient | null
}

/** One query, and one of the templates where it is about one. */
export async function gatherFacts(
  client: Queryable,
  rules: SendRules,
  request: SendRequest,
  place: Place,
): Promise<GatheredFacts> {
  const { content, quotedMessageId, workspaceId } = request
  const targetId = content.type === 'reaction' ? content.messageId : null
  const { rows } = await client.query<FactsRow>({
    name: 'gather send facts',
    text,
    values: [workspaceId, place.accountId, place.conversationId, place.contactId, quotedMessageId ?? null, targetId],
  })
  const [row] = rows
  if (!row) throw new Error('the account was found a moment ago')
  const reference = (asked: unknown, found: ReferenceRow | null): MessageReference | null =>
    asked === undefined || asked === null ? null : referenceOf(found, place)
  const { facts, recipient } = factsFrom(rules, request, place, row, {
    quote: reference(quotedMessageId, row.quote),
    target: reference(targetId, row.target),
    template: await templateOf(client, rules, place.accountId, content),
    ...(await filesOf(client, rules, request, place)),
    approvedTemplates: [],
  })
  if (!isWindowClosed(facts)) return { facts, recipient }
  // Asked only now: an account may have thousands, and most messages are answers.
  const approvedTemplates = await alternatives(client, rules, place.accountId, content)
  return { facts: { ...facts, approvedTemplates }, recipient }
}

/** What was read, in the words of the gate. */
export function factsFrom(
  rules: SendRules,
  request: SendRequest,
  place: Place,
  row: KnownRow,
  others: Pick<SendFacts, 'quote' | 'target' | 'template' | 'missingMedia' | 'fileProblem' | 'approvedTemplates'>,
): GatheredFacts {
  const at = Math.max(request.sendAt ?? 0, (rules.now ?? Date.now)())
  const lastInboundAt = row.last_inbound_at?.getTime() ?? null
  const capabilities = rules.capabilitiesOf(place.transport) ?? null
  const identities = [...row.identities, ...place.newIdentities]
  const facts: SendFacts = {
    at,
    caller: request.caller,
    place: { accountId: place.accountId, contactId: place.contactId },
    assistantPolicy: row.assistant_policy,
    account: {
      state: row.state,
      capabilities,
      lack: rules.lackOf?.(row.access) ?? null,
      policy: row.account_policy,
      allowList: row.account_allowlist,
    },
    contact:
      place.contactId === null
        ? null
        : {
            erased: row.erased,
            optedOutAt: row.opted_out_at?.getTime() ?? null,
            optedInAt: row.opted_in_at?.getTime() ?? null,
          },
    conversation: { kind: place.groupId === null ? 'direct' : 'group', policy: row.policy, lastInboundAt },
    identities: place.groupId === null ? identities.map(({ value }) => value) : [place.groupId],
    allowList: row.send_allowlist,
    purpose: purposeOf(request, others.template, row, at),
    content: request.content,
    linkRefusal: linkRefusalOf(rules, request.content),
    ...others,
  }
  return { facts, recipient: recipientOf(place, identities) }
}

/**
 * Where nothing is stated, what goes to somebody who wrote within a day answers them, unless it is a template, or all that they
 * wrote since is that they want no more. Marketing answers nobody, whatever is stated: a STOP must still reach it in the queue.
 */
function purposeOf(
  { purpose, content }: SendRequest,
  template: SendFacts['template'],
  row: KnownRow,
  at: number,
): SendFacts['purpose'] {
  if (content.type === 'template') {
    const mayAnswer = purpose === 'reply' && !isMarketing(template)
    return purpose === 'bulk' || mayAnswer ? purpose : 'notification'
  }
  if (purpose !== undefined) return purpose
  const lastInboundAt = row.last_inbound_at?.getTime() ?? null
  if (lastInboundAt === null || at - lastInboundAt >= dayMilliseconds) return 'notification'
  const optedOutAt = row.opted_out_at?.getTime() ?? null
  const isOut = hasOptedOut({ optedOutAt, optedInAt: row.opted_in_at?.getTime() ?? null })
  return isOut && lastInboundAt <= (optedOutAt ?? 0) ? 'notification' : 'reply'
}

function linkRefusalOf({ linkRefusal }: SendRules, content: OutboundContent): string | null {
  for (const media of linkRefusal ? mediaOf(content) : []) {
    const refusal = 'link' in media ? linkRefusal?.(media.link) : null
    if (typeof refusal === 'string') return refusal
  }
  return null
}

interface FileRow {
  readonly id: string
  readonly claimedMimeType: string | null
  /** null: its bytes are not here. */
  readonly mimeType: string | null
  readonly sizeBytes: number | null
}

async function filesOf(
  client: Queryable,
  { fileProblem, capabilitiesOf }: SendRules,
  { workspaceId, content }: SendRequest,
  { transport }: Place,
): Promise<Pick<SendFacts, 'missingMedia' | 'fileProblem'>> {
  const named = contentFiles(content).flatMap(({ source, ...as }) =>
    'mediaId' in source ? [{ id: source.mediaId, as }] : [],
  )
  if (named.length === 0) return {}
  const { rows } = await client.query<FileRow>({
    name: 'find media to send',
    text: `select m.id, m.mime_type as "claimedMimeType", b.mime_type as "mimeType", b.size_bytes as "sizeBytes"
      from media m left join blobs b on b.sha256 = m.blob_sha256 where m.workspace_id = $1 and m.id = any ($2::uuid[])`,
    values: [workspaceId, named.map(({ id }) => id)],
  })
  const files = new Map(rows.map((row) => [row.id, row]))
  const capabilities = capabilitiesOf(transport)
  for (const { id, as } of named) {
    const file = files.get(id)
    if (!file) return { missingMedia: id }
    const { mimeType, sizeBytes, claimedMimeType } = file
    if (!fileProblem || !capabilities || mimeType === null || sizeBytes === null) continue
    const problem = fileProblem({ mimeType, sizeBytes, claimedMimeType }, as, capabilities)
    if (problem) return { fileProblem: problem }
  }
  return {}
}

const dayMilliseconds = 24 * 60 * 60 * 1_000

function referenceOf(found: ReferenceRow | null, { conversationId }: Place): MessageReference {
  if (!found) return 'missing'
  if (found.conversation_id !== conversationId) return 'elsewhere'
  return found.wamid.startsWith('local:') ? 'not-sent' : { wamid: found.wamid }
}

export async function templateOf(
  client: Queryable,
  rules: SendRules,
  accountId: string,
  content: OutboundContent,
): Promise<SendFacts['template']> {
  if (content.type !== 'template') return null
  return (await rules.templates?.find(client, accountId, content)) ?? 'unlisted'
}

export async function alternatives(client: Queryable, rules: SendRules, accountId: string, content: OutboundContent) {
  return content.type === 'template' ? [] : ((await rules.templates?.approved(client, accountId)) ?? [])
}

/** What the caller named; else what was seen last of each kind. */
function recipientOf(
  { groupId, named }: Place,
  identities: readonly { readonly kind: string; readonly value: string }[],
): Recipient | null {
  if (groupId !== null) return { groupId }
  if (named.phone !== undefined || named.bsuid !== undefined) return named
  const latest = (kind: string) => identities.find((identity) => identity.kind === kind)?.value
  const recipient = { phone: latest('phone'), waId: latest('wa_id'), bsuid: latest('bsuid') }
  return Object.values(recipient).some((value) => value !== undefined) ? recipient : null
}
