import type { AccountRef } from '../inbound-item.ts'
import type { WebhookReader } from '../webhook-reader.ts'
import { cleanJson } from './webhook/clean-json.ts'
import { ContactBook } from './webhook/contact-book.ts'
import { factOf } from './webhook/facts.ts'
import { ItemList } from './webhook/item-list.ts'
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
    const reading: Reading = { list: new ItemList(), receivedAt, isReadable: false }
    const clean = cleanJson(body)
    for (const one of Array.isArray(clean) && clean.length > 0 ? clean : [clean]) readBody(one, reading)
    const { fault, isReadable } = reading
    return { items: reading.list.whole(), ...(fault !== undefined && !isReadable && { malformed: fault }) }
  },
}

interface Reading {
  readonly list: ItemList
  readonly receivedAt: number
  /** What is wrong with the first envelope that is not one of Meta's. */
  fault?: string
  /** Something was in an envelope as Meta makes them, understood or not. */
  isReadable: boolean
}

function readBody(body: unknown, reading: Reading): void {
  if (!isObject(body)) {
    addMalformed(body, 'the body is not an object', {}, reading)
    return
  }
  const object = body.object
  if (object !== undefined && object !== 'whatsapp_business_account') {
    const reason = `the body's "object" is ${cut(JSON.stringify(object), 100)}, not "whatsapp_business_account"`
    reading.isReadable = true
    addUnreadable(body, reason, {}, reading)
    return
  }
  const entries = body.entry === undefined && looksLikeEntry(body) ? [body] : listAt(body, 'entry')
  if (entries.length === 0) {
    // Not malformed: what is left of a body after all of it was erased looks so too, and is read again by a replay.
    addUnreadable(body, 'the body has no entry', {}, reading)
    return
  }
  for (const entry of entries) readEntry(entry, reading)
}

/** Hand-made senders leave out the envelope and post one entry, change or value. */
function looksLikeEntry(body: JsonObject): boolean {
  return 'changes' in body || 'value' in body || 'messages' in body || 'statuses' in body
}

function readEntry(entry: unknown, reading: Reading): void {
  if (!isObject(entry)) {
    addMalformed(entry, 'the entry is not an object', {}, reading)
    return
  }
  const changes = 'changes' in entry ? listAt(entry, 'changes') : looksLikeEntry(entry) ? [entry] : []
  const account: AccountRef = { businessAccountId: idAt(entry, 'id') }
  if (changes.length === 0) {
    addUnreadable(entry, 'the entry has no changes', account, reading)
    return
  }
  const entryTime = readTime(entry.time)
  // A bare value has messages, whose ids are not the business account's.
  for (const change of changes) readChange(change, change === entry ? {} : account, entryTime, reading)
}

function readChange(change: unknown, account: AccountRef, entryTime: number | undefined, reading: Reading): void {
  if (!isObject(change)) {
    addMalformed(change, 'the change is not an object', account, reading)
    return
  }
  reading.isReadable = true
  const value = change.value ?? ('field' in change ? undefined : change)
  const field = boundedId(wordAt(change, 'field') ?? 'unreadable')
  const shared = { field, entryTime, receivedAt: reading.receivedAt }
  if (!isObject(value)) {
    const scope: ValueScope = { ...shared, account, value: {}, contacts: new ContactBook([]) }
    reading.list.add(factOf(value ?? null, scope))
    return
  }
  const contacts = new ContactBook(listAt(value, 'contacts'))
  readValue({ ...shared, account: accountOf(account, value), value, contacts }, reading.list)
}

function accountOf(account: AccountRef, value: JsonObject): AccountRef {
  const metadata = objectAt(value, 'metadata') ?? value
  return {
    phoneNumberId: idAt(metadata, 'phone_number_id'),
    displayPhoneNumber: idAt(metadata, 'display_phone_number'),
    businessAccountId: account.businessAccountId,
  }
}

function addMalformed(raw: unknown, reason: string, account: AccountRef, reading: Reading): void {
  reading.fault ??= reason
  addUnreadable(raw, reason, account, reading)
}

function addUnreadable(raw: unknown, reason: string, account: AccountRef, { list, receivedAt }: Reading): void {
  const moment = { at: receivedAt, atGuessed: true }
  list.add({ kind: 'fact', account, ...moment, field: 'unreadable', known: false, reason, value: raw, raw })
}
