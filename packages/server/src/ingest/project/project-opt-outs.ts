import type { MessageItem } from '../../transports/inbound-item.ts'
import type { BatchContext, ResolvedItem } from './batch-context.ts'
import { type OptChoice, type OwnWords, optChoice } from './opt-out-words.ts'

/*
 * STOP counts from the moment at which its message is there: in the same transaction, so that no reader sees the message and a
 * gate that does not know of it. Both times only grow, so the order of arrival does not matter; the later one counts.
 */

interface Choice {
  readonly workspaceId: string
  readonly accountId: string
  readonly contactId: string
  readonly choice: OptChoice
  readonly item: MessageItem
}

const longest = 40

const write = /* sql */ `
update contacts c set
  opted_out_at = greatest(c.opted_out_at, k.out_at), opted_in_at = greatest(c.opted_in_at, k.in_at),
  opted_out_source = case when k.out_at > coalesce(c.opted_out_at, '-infinity') then 'message' else c.opted_out_source end,
  updated_at = now()
from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) k(id, out_at, in_at)
where c.id = k.id and (k.out_at > coalesce(c.opted_out_at, '-infinity') or k.in_at > coalesce(c.opted_in_at, '-infinity'))
returning c.id, k.out_at is not null as stopped, k.in_at is not null as started`

/** Opts people out (STOP) and in (START) who said so in a message of one word. History is read too: it was said. */
export async function projectOptOuts(
  { client, events, contactOf, conversationOf }: BatchContext,
  items: readonly ResolvedItem<MessageItem>[],
): Promise<void> {
  const short = items.filter(
    ({ item }) => item.direction === 'inbound' && item.groupId === undefined && wordsOf(item) !== null,
  )
  if (short.length === 0) return
  const own = await ownWords(client, [...new Set(short.map(({ workspaceId }) => workspaceId))])
  const latest = new Map<string, Choice>()
  for (const { item, workspaceId, accountId } of short) {
    const choice = optChoice(wordsOf(item), own.get(workspaceId))
    const contactId = contactOf(item.party)
    if (choice === null || contactId === null || accountId === null) continue
    const key = `${contactId} ${choice}`
    if ((latest.get(key)?.item.at ?? 0) <= item.at) latest.set(key, { workspaceId, accountId, contactId, choice, item })
  }
  // Sorted by contact, one statement a choice: two batches wait in one direction only.
  for (const choice of ['out', 'in'] as const) {
    const said = [...latest.values()]
      .filter((one) => one.choice === choice)
      .toSorted((a, b) => (a.contactId < b.contactId ? -1 : 1))
    if (said.length === 0) continue
    const at = said.map(({ item }) => new Date(item.at))
    const none = said.map(() => null)
    const { rows } = await client.query<{ id: string }>(write, [
      said.map(({ contactId }) => contactId),
      choice === 'out' ? at : none,
      choice === 'in' ? at : none,
    ])
    const changed = new Set(rows.map(({ id }) => id))
    for (const { workspaceId, accountId, contactId, item } of said) {
      if (!changed.has(contactId)) continue
      const type = choice === 'out' ? ('contact.opted_out' as const) : ('contact.opted_in' as const)
      const conversationId = conversationOf(item)
      events.push({
        workspaceId,
        type,
        occurredAt: item.at,
        accountId,
        contactId,
        conversationId,
        data: { source: 'message' },
      })
    }
  }
}

/** null: too long to be one word, or none. */
function wordsOf({ content }: MessageItem): string | null {
  const text = content.type === 'text' || content.type === 'button' ? content.text : undefined
  return text === undefined || text.length > longest ? null : text
}

async function ownWords(
  client: BatchContext['client'],
  workspaceIds: readonly string[],
): Promise<Map<string, OwnWords>> {
  const { rows } = await client.query<{ id: string; opt_out_words: OwnWords }>(
    `select id, opt_out_words from workspaces where id = any ($1::uuid[]) and opt_out_words is not null`,
    [workspaceIds],
  )
  return new Map(rows.map((row) => [row.id, row.opt_out_words]))
}
