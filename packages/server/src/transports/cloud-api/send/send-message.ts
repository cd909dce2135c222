import { unclearAnswer } from '../../no-answer.ts'
import type { Accepted, OutboundMessage, TransportAccount } from '../../transport.ts'
import { isObject, type JsonObject, listAt, wordAt } from '../webhook/json-fields.ts'
import type { Graph } from './graph.ts'
import { namesOf } from './message/address.ts'
import { messageBody } from './message/message-body.ts'

/** `POST /{phone-number-id}/messages`. There is no idempotency key, so this is called once for a message. */
export async function sendMessage(
  graph: Graph,
  account: TransportAccount,
  message: OutboundMessage,
  signal?: AbortSignal,
): Promise<Accepted> {
  const answer = await graph.ask(account, {
    method: 'POST',
    path: [account.externalId, 'messages'],
    json: messageBody(message),
    effect: 'sends',
    signal,
    private: namesOf(message.to),
  })
  const sent = firstAt(answer, 'messages')
  const wamid = sent && wordAt(sent, 'id')
  if (!sent || wamid === undefined) throw unclearAnswer('Meta', 200, 'sends')
  const contact = firstAt(answer, 'contacts')
  return { wamid, providerStatus: wordAt(sent, 'message_status'), waId: contact && wordAt(contact, 'wa_id') }
}

/** Shows a message, and with it all before it, as read; optionally that an answer is being typed (for 25 s at most). */
export async function markRead(graph: Graph, account: TransportAccount, wamid: string, typing: boolean): Promise<void> {
  const read = { messaging_product: 'whatsapp', status: 'read', message_id: wamid }
  await graph.ask(account, {
    method: 'POST',
    path: [account.externalId, 'messages'],
    json: typing ? { ...read, typing_indicator: { type: 'text' } } : read,
  })
}

function firstAt(object: JsonObject, key: string): JsonObject | undefined {
  const [first] = listAt(object, key)
  return isObject(first) ? first : undefined
}
