import type { InboundItem, Party, StatusName } from '../../inbound-item.ts'
import { groupIdAt, identitiesAt, sameIdentity } from './identities.ts'
import { idAt, isObject, type JsonObject, listAt, objectAt, textAt, wordAt } from './json-fields.ts'
import { readMessage } from './read-message.ts'
import { addresseeKeys, senderKeys } from './sender-keys.ts'
import { isOwnNumber, momentIn, partyIn, unreadablePart, type ValueScope } from './value-scope.ts'

/**
 * An element of `history`: a chunk of older conversations, told when a business connects its phone's app. Each thread is
 * one customer's; a fact keeps how far the sync came, or that the business declined it.
 */
export function* readHistory(chunk: JsonObject, scope: ValueScope): Generator<InboundItem> {
  const progress = objectAt(chunk, 'metadata')
  const { threads: _, ...rest } = chunk
  const threads = listAt(chunk, 'threads')
  if (progress !== undefined || chunk.errors !== undefined) {
    yield {
      kind: 'fact',
      account: scope.account,
      ...momentIn(scope, undefined),
      field: scope.field,
      subject: chunk.errors === undefined ? 'progress' : 'errors',
      known: true,
      value: rest,
      raw: rest,
    }
  } else if (threads.length === 0) {
    yield unreadablePart(scope, 'history', 'the chunk has neither threads nor errors', chunk)
  }
  for (const thread of threads) {
    if (isObject(thread)) yield* readThread(thread, scope)
    else yield unreadablePart(scope, 'history', 'the thread is not an object', thread)
  }
}

function* readThread(thread: JsonObject, scope: ValueScope): Generator<InboundItem> {
  const groupId = groupIdAt(thread, 'id')
  const person = groupId === undefined ? customerOf(thread, scope) : undefined
  const messages = listAt(thread, 'messages')
  if (messages.length === 0) yield unreadablePart(scope, 'history', 'the thread has no messages', thread)
  for (const message of messages) {
    if (isObject(message)) yield* readHistoryMessage(message, scope, person, groupId)
    else yield unreadablePart(scope, 'history', 'the message is not an object', message)
  }
}

function customerOf(thread: JsonObject, scope: ValueScope): Party | undefined {
  const described = objectAt(thread, 'context') ?? {}
  const customer = [
    ...identitiesAt(thread, ['id']),
    ...identitiesAt(described, ['wa_id', 'user_id', 'parent_user_id']),
  ].filter((identity, index, all) => all.findIndex((other) => sameIdentity(other, identity)) === index)
  const party = partyIn(scope, customer)
  const username = wordAt(described, 'username')?.replace(/^@/, '')
  return party && username !== undefined ? { ...party, username } : party
}

/** A message of a thread; or of `messages` in the same field, where the media of placeholders come later. */
export function readHistoryMessage(
  message: JsonObject,
  scope: ValueScope,
  person?: Party,
  threadGroupId?: string,
): InboundItem[] {
  const outbound = isOutbound(message, scope, person)
  const party = person ?? partyIn(scope, identitiesAt(message, outbound ? addresseeKeys : senderKeys))
  return readMessage(
    message,
    {
      direction: outbound ? 'outbound' : 'inbound',
      source: 'history',
      party,
      groupId: threadGroupId ?? idAt(message, 'group_id'),
      historyStatus: historyStatuses.get(
        textAt(objectAt(message, 'history_context') ?? {}, 'status')?.toUpperCase() ?? '',
      ),
    },
    scope,
  )
}

/** Written by the business: from its own number, or to somebody, or not from the one whose thread it is. */
function isOutbound(message: JsonObject, scope: ValueScope, person: Party | undefined): boolean {
  if (isOwnNumber(scope, textAt(message, 'from'))) return true
  const sender = identitiesAt(message, senderKeys)
  if (person !== undefined && sender.length > 0) {
    const isCustomer = sender.some((identity) => person.identities.some((known) => sameIdentity(known, identity)))
    return !isCustomer && message.group_id === undefined
  }
  const addressee = textAt(message, 'to') ?? textAt(message, 'to_user_id')
  return addressee !== undefined && !isOwnNumber(scope, addressee)
}

const historyStatuses: ReadonlyMap<string, StatusName> = new Map([
  ['SENT', 'sent'],
  ['DELIVERED', 'delivered'],
  ['READ', 'read'],
  ['PLAYED', 'played'],
  ['ERROR', 'failed'],
])
