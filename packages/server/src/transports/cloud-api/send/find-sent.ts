import type { TransportAccount } from '../../transport.ts'
import { wordAt } from '../webhook/json-fields.ts'
import type { Graph } from './graph.ts'
import { elementsOf } from './pages.ts'

/** Meta's history is newest first and a send is asked about within minutes, so what is further back is not looked at. */
const entriesLookedAt = 300

/**
 * Looks for a send whose answer was lost in `GET /{phone-number-id}/message_history`. Meta documents no callback data there, so
 * this finds something only where an entry carries it; that nothing is found says nothing, and `not-sent` is never answered.
 */
export async function findSent(
  graph: Graph,
  account: TransportAccount,
  callbackData: string,
): Promise<{ readonly wamid: string } | null> {
  let looked = 0
  const path = [account.externalId, 'message_history']
  for await (const entry of elementsOf(graph, account, { path, query: { limit: '100' } })) {
    const wamid = wordAt(entry, 'message_id')
    if (wamid !== undefined && wordAt(entry, 'biz_opaque_callback_data') === callbackData) return { wamid }
    looked += 1
    if (looked >= entriesLookedAt) return null
  }
  return null
}
