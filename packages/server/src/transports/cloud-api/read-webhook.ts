import type { AccountRef, InboundItem } from '../inbound-item.ts'
import type { WebhookReader } from '../webhook-reader.ts'
import { cleanJson } from './webhook/clean-json.ts'
import { ContactBook } from './webhook/contact-book.ts'
import { factOf } from './webhook/facts.ts'
import { boundedId, cut, idAt, isObject, type JsonObject, listAt, objectAt, wordAt } from './webhook/json-fields.ts'
import { readValue } from './webhook/read-value.ts'
import { readTime } from './webhook/time.ts'
import type { ValueScope } from './webhook/value-scope.ts'

/**
 * Meta's webhooks: `{object, entry: [{id, time, changes: [{field, value}]}]}` with any number of each. Every part is read
 * on its own; envelopes with missing keys are read as far as they go; what can't be read is a fact with the reason.
 * Source: Meta's webhook reference (field `messages` and its neighbours).
 */
export const cloudApiReader: WebhookReader = {
  transport: 'cloud-api',
  readWebhook(body, receivedAt) {
    return { items: readBody(cleanJson(body), receivedAt) }
  },
}

function readBody(body: unknown, receivedAt: number): InboundItem[] {
  if (Array.isArray(body) && body.length > 0) return body.flatMap((one: unknown) => readOneBody(one, receivedAt))
  return readOneBody(body, receivedAt)
}

function readOneBody(body: unknown, receivedAt: number): InboundItem[] {
  if (!isObject(body)) return [unreadable(body, 'the body is not an object', {}, receivedAt)]
  const object = body.object
  if (object !== undefined && object !== 'whatsapp_business_account') {
    const reason = `the body's "object" is ${cut(JSON.stringify(object), 100)}, not "whatsapp_business_account"`
    return [unreadable(body, reason, {}, receivedAt)]
  }
  const entries = body.entry === undefined && looksLikeEntry(body) ? [body] : listAt(body, 'entry')
  if (entries.length === 0) return [unreadable(body, 'the body has no entry', {}, receivedAt)]
  return entries.flatMap((entry) => readEntry(entry, receivedAt))
}

/** Hand-made senders leave out the envelope and post one entry, change or value. */
function looksLikeEntry(body: JsonObject): boolean {
  return 'changes' in body || 'value' in body || 'messages' in body || 'statuses' in body
}

function readEntry(entry: unknown, receivedAt: number): InboundItem[] {
  if (!isObject(entry)) return [unreadable(entry, 'the entry is not an object', {}, receivedAt)]
  const changes = 'changes' in entry ? listAt(entry, 'changes') : looksLikeEntry(entry) ? [entry] : []
  const account: AccountRef = { businessAccountId: idAt(entry, 'id') }
  if (changes.length === 0) return [unreadable(entry, 'the entry has no changes', account, receivedAt)]
  const entryTime = readTime(entry.time)
  // A bare value has messages, whose ids are not the business account's.
  return changes.flatMap((change) => readChange(change, change === entry ? {} : account, entryTime, receivedAt))
}

function readChange(
  change: unknown,
  account: AccountRef,
  entryTime: number | undefined,
  receivedAt: number,
): InboundItem[] {
  if (!isObject(change)) return [unreadable(change, 'the change is not an object', account, receivedAt)]
  const value = change.value ?? ('field' in change ? undefined : change)
  const field = boundedId(wordAt(change, 'field') ?? 'unreadable')
  const shared = { field, entryTime, receivedAt }
  if (!isObject(value)) {
    const scope: ValueScope = { ...shared, account, value: {}, contacts: new ContactBook([]) }
    return [factOf(value ?? null, scope)]
  }
  const contacts = new ContactBook(listAt(value, 'contacts'))
  return readValue({ ...shared, account: accountOf(account, value), value, contacts })
}

function accountOf(account: AccountRef, value: JsonObject): AccountRef {
  const metadata = objectAt(value, 'metadata') ?? value
  return {
    phoneNumberId: idAt(metadata, 'phone_number_id'),
    displayPhoneNumber: idAt(metadata, 'display_phone_number'),
    businessAccountId: account.businessAccountId,
  }
}

function unreadable(raw: unknown, reason: string, account: AccountRef, receivedAt: number): InboundItem {
  const moment = { at: receivedAt, atGuessed: true }
  return { kind: 'fact', account, ...moment, field: 'unreadable', known: false, reason, value: raw, raw }
}
