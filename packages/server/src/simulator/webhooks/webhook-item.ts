import type { Json } from '../graph-error.ts'
import type { WebhookState } from '../messages/message-log.ts'

interface Origin {
  readonly businessAccountId: string
  /** What `metadata` says; undefined for what concerns the account. */
  readonly number: { readonly id: string; readonly digits: string } | undefined
}

/** One thing to tell the business. */
export type WebhookItem = Origin &
  (
    | { readonly kind: 'status'; readonly status: Json }
    | { readonly kind: 'message'; readonly message: Json; readonly contact: Json }
    | { readonly kind: 'value'; readonly field: string; readonly value: Json }
  ) & {
    /** Items with the same lane key keep their order. */
    readonly laneKey: string
    onState?(state: WebhookState): void
  }

/** Puts items into one body: those of one account into one entry, neighbours of one kind into one change. */
export function webhookBody(items: readonly WebhookItem[]): Json {
  const entries = new Map<string, Json[]>()
  for (const run of runsOf(items)) {
    const [first] = run
    if (!first) continue
    const changes = entries.get(first.businessAccountId) ?? []
    entries.set(first.businessAccountId, changes)
    changes.push(changeOf(first, run))
  }
  return {
    object: 'whatsapp_business_account',
    // As Meta's do; and two bodies that say the same at different times are two.
    entry: [...entries].map(([id, changes]) => ({ id, time: Math.floor(Date.now() / 1_000), changes })),
  }
}

/** Neighbours that fit into one change. */
function runsOf(items: readonly WebhookItem[]): WebhookItem[][] {
  const runs: WebhookItem[][] = []
  for (const item of items) {
    const run = runs.at(-1)
    const before = run?.[0]
    const fits = before && before.kind === item.kind && item.kind !== 'value' && before.number?.id === item.number?.id
    if (run && fits) run.push(item)
    else runs.push([item])
  }
  return runs
}

function changeOf(first: WebhookItem, run: readonly WebhookItem[]): Json {
  if (first.kind === 'value') return { field: first.field, value: first.value }
  const { number } = first
  const metadata = number && { display_phone_number: number.digits, phone_number_id: number.id }
  const base = { messaging_product: 'whatsapp', ...(metadata && { metadata }) }
  if (first.kind === 'status')
    return {
      field: 'messages',
      value: { ...base, statuses: run.flatMap((item) => ('status' in item ? [item.status] : [])) },
    }
  const messages = run.filter((item) => item.kind === 'message')
  const contacts = new Map(messages.map(({ contact }) => [JSON.stringify(contact), contact]))
  const value = { ...base, contacts: [...contacts.values()], messages: messages.map(({ message }) => message) }
  return { field: 'messages', value }
}
