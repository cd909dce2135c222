import type { InboundItem } from '../../transports/inbound-item.ts'
import type { TransportName, WebhookReader } from '../../transports/webhook-reader.ts'
import { parseBody, parseForm } from '../parse-body.ts'
import type { InboxRow } from './inbox-rows.ts'
import type { ParkedRow } from './park.ts'

/** A transport without a reader here is one whose bodies are parked. */
export type Readers = Readonly<Partial<Record<TransportName, WebhookReader>>>

/** One item and the body that it came in. */
export interface Sighting<Item extends InboundItem = InboundItem> {
  readonly item: Item
  readonly seq: number
  readonly transport: TransportName
}

export interface Readings {
  readonly sightings: readonly Sighting[]
  /** Bodies that no reader could be asked about, or could make anything of. */
  readonly unreadable: readonly ParkedRow[]
}

/**
 * Bodies to items. A body that isn't JSON, isn't built as its provider builds them, or whose transport this version does not have
 * is given back with the reason.
 */
export function readBodies(rows: readonly InboxRow[], readers: Readers): Readings {
  const sightings: Sighting[] = []
  const unreadable: ParkedRow[] = []
  for (const row of rows) {
    const reader = readers[row.transport] // the row may be of a newer version's transport
    if (!reader) {
      unreadable.push({ row, reason: 'unknown_transport', detail: `no reader for the transport ${row.transport}` })
      continue
    }
    const body = reader.bodyFormat === 'form' ? parseForm(row.body) : parseBody(row.body)
    if (!body) {
      unreadable.push({ row, reason: 'not_json', detail: 'the body is not a JSON object' })
      continue
    }
    const { items, malformed } = reader.readWebhook(body, row.receivedAt.getTime())
    if (malformed !== undefined) unreadable.push({ row, reason: 'malformed', detail: malformed })
    for (const item of items) {
      sightings.push({ item, seq: row.seq, transport: row.transport })
    }
  }
  return { sightings, unreadable }
}
