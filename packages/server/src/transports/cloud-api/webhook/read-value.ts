import type { InboundItem } from '../../inbound-item.ts'
import { readCall } from './calls.ts'
import type { ContactBook } from './contact-book.ts'
import { factOf } from './facts.ts'
import { readGroup } from './groups.ts'
import { readHistory, readHistoryMessage } from './history.ts'
import type { ItemList } from './item-list.ts'
import { cut, isObject, type JsonObject, listAt } from './json-fields.ts'
import { readMessageEcho } from './message-echoes.ts'
import { readLiveMessage } from './messages.ts'
import { readStateSync } from './state-sync.ts'
import { readStatus } from './statuses.ts'
import { readUserIdUpdateItem } from './user-id-update.ts'
import { readUserPreference } from './user-preferences.ts'
import { valueErrorsFact } from './value-errors.ts'
import { momentIn, unreadablePart, type ValueScope } from './value-scope.ts'

type ElementReader = (element: JsonObject, scope: ValueScope) => Iterable<InboundItem>

/** The lists of a value, by their key: what is in them says more than the field's name, which may be missing or misspelt. */
const readers: ReadonlyMap<string, ElementReader> = new Map<string, ElementReader>([
  ['messages', readMessageByField],
  ['statuses', readStatus],
  ['message_echoes', readMessageEcho],
  ['calls', readCall],
  ['history', readHistory],
  ['state_sync', readStateSync],
  ['user_preferences', readUserPreference],
  ['groups', readGroup],
  ['user_id_update', readUserIdUpdateItem],
])

/** Echoes and history have lists of their own; where they use the common one, the field says whose messages these are. */
function readMessageByField(message: JsonObject, scope: ValueScope): InboundItem[] {
  if (scope.field === 'history') return readHistoryMessage(message, scope)
  return (scope.field.endsWith('message_echoes') ? readMessageEcho : readLiveMessage)(message, scope)
}

/** Keys that are read on the way, or that only frame the rest. */
const framing = new Set(['messaging_product', 'metadata', 'contacts', 'errors'])

/** All items of one value. Whatever no reader took becomes a fact with the reason, so that nothing is lost. */
export function readValue(scope: ValueScope, list: ItemList): void {
  const { value } = scope
  const keys = Object.keys(value)
  if (!keys.some((key) => readers.has(key)) && !isMessaging(value)) {
    list.add(factOf(value, scope))
    return
  }
  const start = list.items.length
  let isEmpty = true
  const rest: [string, unknown][] = []
  for (const key of keys) {
    const reader = readers.get(key)
    if (reader === undefined && !framing.has(key)) rest.push([key, value[key]])
    if (reader === undefined) continue
    for (const element of listAt(value, key)) {
      readElement(key, element, reader, scope, list)
      isEmpty = false
    }
  }
  const hasErrors = listAt(value, 'errors').length > 0
  if (hasErrors) list.add(valueErrorsFact(value.errors, scope))
  const unused = scope.contacts.unused()
  if (unused.length > 0) addContacts(unused, latestOf(list, start), scope, list)
  if (rest.length > 0) list.add(factOf(Object.fromEntries(rest), scope, unreadKeys(rest)))
  if (isEmpty && !hasErrors && unused.length === 0 && rest.length === 0) {
    list.add(factOf(value, scope, 'there is nothing in the value'))
  }
}

function unreadKeys(rest: readonly [string, unknown][]): string {
  const names = rest.map(([key]) => `"${key}"`)
  return `this version does not read ${cut(names.join(', '), 200)} here`
}

function isMessaging(value: JsonObject): boolean {
  return value.messaging_product !== undefined || value.contacts !== undefined || value.errors !== undefined
}

/** Each element on its own: what is wrong with one, even by a mistake in our reader, never costs its neighbours. */
function readElement(key: string, element: unknown, reader: ElementReader, scope: ValueScope, list: ItemList): void {
  if (!isObject(element)) {
    list.add(unreadablePart(scope, key, `an element of "${key}" is not an object`, element))
    return
  }
  try {
    for (const item of reader(element, scope)) list.add(item)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error'
    list.add(unreadablePart(scope, key, cut(`the reader of "${key}" failed: ${reason}`, 500), element))
  }
}

/** The latest time that the value's items themselves say. */
function latestOf({ items }: ItemList, start: number): number | undefined {
  let latest: number | undefined
  for (let index = start; index < items.length; index++) {
    const item = items[index]
    if (item !== undefined && !item.atGuessed) latest = Math.max(latest ?? 0, item.at)
  }
  return latest
}

/** Somebody named in `contacts` to whom nothing else in the value belongs. */
function addContacts(
  unused: ReturnType<ContactBook['unused']>,
  latest: number | undefined,
  scope: ValueScope,
  list: ItemList,
): void {
  const moment = latest === undefined ? momentIn(scope, undefined) : { at: latest }
  for (const { raw, party } of unused) {
    list.add(
      party === undefined
        ? unreadablePart(scope, 'contacts', 'the contact has no number or user id', raw)
        : { kind: 'contact', account: scope.account, ...moment, party, raw },
    )
  }
}
