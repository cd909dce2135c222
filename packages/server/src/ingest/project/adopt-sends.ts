import type { NewEvent } from '../../events/append.ts'
import { type Adoption, adoptWamids, PlaceholderInTheWay, sendIdOf } from '../../store/sends/adopt-wamids.ts'
import type { InboundItem, ProviderError } from '../../transports/inbound-item.ts'
import type { BatchContext, ResolvedItem } from './batch-context.ts'
import { MergeNeeded } from './batch-errors.ts'

/**
 * A receipt that carries the token of one of our sends proves that the provider has it, whatever we knew: the answer was lost, or
 * is still on its way. The message gets its name here, so that the receipt finds it.
 *
 * @returns the receipts of reactions: those are no messages, so their receipts belong to none.
 * @throws MergeNeeded where an earlier receipt without the token made a row that has to be joined.
 */
export async function adoptSends(
  context: BatchContext,
  items: readonly ResolvedItem[],
  exclusive: boolean,
): Promise<ReadonlySet<InboundItem>> {
  const { client, events } = context
  const adoptions = new Map<string, Adoption>()
  for (const { item, accountId } of items) {
    const sendId = item.kind === 'status' ? sendIdOf(item.callbackData) : null
    if (item.kind !== 'status' || sendId === null || accountId === null) continue
    const before = adoptions.get(sendId)
    // Of two names the lesser one, so that every order gives the same; there are two only if it was sent twice.
    if (before && before.wamid < item.wamid) continue
    const at = before?.wamid === item.wamid ? Math.min(before.at, item.at) : item.at
    adoptions.set(sendId, { sendId, accountId, wamid: item.wamid, at })
  }
  try {
    for (const adopted of await adoptWamids(client, [...adoptions.values()], { exclusive, by: 'receipt' })) {
      const { sendId, wamid, previousState, attempts, ...place } = adopted
      events.push({
        ...place,
        type: 'message.accepted',
        occurredAt: adoptions.get(sendId)?.at ?? Date.now(),
        data: { sendId, wamid, attempts, by: 'receipt', from: previousState },
      })
    }
  } catch (error) {
    if (error instanceof PlaceholderInTheWay) throw new MergeNeeded(error.message)
    throw error
  }
  return receiptsOfReactions(context, items, [...adoptions.keys()])
}

const reactionsText = /* sql */ `
select id, account_id from outbox where id = any ($1::uuid[]) and message_id is null and content->>'type' = 'reaction'`

async function receiptsOfReactions(
  { client, events }: BatchContext,
  items: readonly ResolvedItem[],
  sendIds: readonly string[],
): Promise<ReadonlySet<InboundItem>> {
  const found = new Set<InboundItem>()
  if (sendIds.length === 0) return found
  const { rows } = await client.query<{ id: string; account_id: string }>({
    name: 'sends that are reactions',
    text: reactionsText,
    values: [sendIds],
  })
  const accounts = new Map(rows.map((row) => [row.id, row.account_id]))
  const failed = new Map<string, ProviderError>()
  for (const { item, accountId } of items) {
    const sendId = item.kind === 'status' ? sendIdOf(item.callbackData) : null
    if (item.kind !== 'status' || sendId === null || accounts.get(sendId) !== accountId) continue
    found.add(item)
    if (item.status === 'failed') failed.set(sendId, item.errors[0] ?? {})
  }
  events.push(...(await noteFailedReactions(client, failed)))
  return found
}

const failText = /* sql */ `
update outbox o set error = k.error, updated_at = now() from unnest($1::uuid[], $2::jsonb[]) k(id, error)
where o.id = k.id and o.error is null
returning o.id, o.workspace_id, o.account_id, o.conversation_id, o.attempts`

/** A reaction has no message on which its failure could stand: it is on its send, and said once. */
async function noteFailedReactions(
  client: BatchContext['client'],
  failed: ReadonlyMap<string, ProviderError>,
): Promise<NewEvent[]> {
  if (failed.size === 0) return []
  const sorted = [...failed].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const errors = sorted.map(([, { code, sentence, title, remedy }]) =>
    JSON.stringify({
      code: 'provider',
      providerCode: code,
      sentence: sentence ?? title ?? 'It was not delivered.',
      remedy,
    }),
  )
  const { rows } = await client.query<{
    id: string
    workspace_id: string
    account_id: string
    conversation_id: string
    attempts: number
  }>({ name: 'fail reactions', text: failText, values: [sorted.map(([id]) => id), errors] })
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    type: 'message.failed',
    occurredAt: Date.now(),
    accountId: row.account_id,
    conversationId: row.conversation_id,
    data: {
      sendId: row.id,
      attempts: row.attempts,
      code: 'provider',
      providerCode: failed.get(row.id)?.code,
      by: 'receipt',
    },
  }))
}
