import { cleanJson } from '../cloud-api/webhook/clean-json.ts'
import { identitiesOf, partyOf } from '../cloud-api/webhook/identities.ts'
import { idAt, isObject, type JsonObject, listAt, wordAt } from '../cloud-api/webhook/json-fields.ts'
import { momentOf } from '../cloud-api/webhook/time.ts'
import { type InboundItem, statusNames } from '../inbound-item.ts'
import type { WebhookReader } from '../webhook-reader.ts'

/**
 * What the test transport is told:
 * `{account, messages: [{id, from, name?, text, at?}], statuses: [{id, to?, status, callbackData?, at?}]}`.
 */
export const testReader: WebhookReader = {
  transport: 'test',
  readWebhook(body, receivedAt) {
    const clean = cleanJson(body)
    const object = isObject(clean) ? clean : { value: clean }
    const messages = listAt(object, 'messages').map((message) => readMessage(object, message, receivedAt))
    const statuses = listAt(object, 'statuses').map((status) => readStatus(object, status, receivedAt))
    const items = [...messages, ...statuses]
    return { items: items.length > 0 ? items : [unread(object, object, receivedAt)] }
  },
}

function readMessage(body: JsonObject, message: unknown, receivedAt: number): InboundItem {
  const id = isObject(message) ? idAt(message, 'id') : undefined
  const text = isObject(message) ? wordAt(message, 'text') : undefined
  if (!isObject(message) || id === undefined || text === undefined) return unread(body, message, receivedAt)
  return {
    kind: 'message',
    account: accountOf(body),
    ...momentOf(message.at, undefined, receivedAt),
    wamid: id,
    direction: 'inbound',
    source: 'live',
    party: partyOf(identitiesOf(wordAt(message, 'from') ?? ''), { profile: { name: message.name } }),
    content: { type: 'text', text },
    raw: message,
  }
}

function readStatus(body: JsonObject, status: unknown, receivedAt: number): InboundItem {
  const id = isObject(status) ? idAt(status, 'id') : undefined
  if (!isObject(status) || id === undefined) return unread(body, status, receivedAt)
  const statusName = wordAt(status, 'status') ?? ''
  return {
    kind: 'status',
    account: accountOf(body),
    ...momentOf(status.at, undefined, receivedAt),
    wamid: id,
    status: statusNames.find((known) => known === statusName) ?? 'unknown',
    statusName,
    party: partyOf(identitiesOf(wordAt(status, 'to') ?? '')),
    errors: [],
    callbackData: wordAt(status, 'callbackData'),
    raw: status,
  }
}

function unread(body: JsonObject, value: unknown, receivedAt: number): InboundItem {
  return {
    kind: 'fact',
    account: accountOf(body),
    at: receivedAt,
    atGuessed: true,
    field: 'unreadable',
    known: false,
    reason: 'neither a message with id and text nor a status with id',
    value,
    raw: value,
  }
}

function accountOf(body: JsonObject) {
  return { phoneNumberId: wordAt(body, 'account') }
}
