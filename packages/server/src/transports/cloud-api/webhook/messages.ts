import type { InboundItem } from '../../inbound-item.ts'
import { identitiesAt } from './identities.ts'
import type { JsonObject } from './json-fields.ts'
import { readMessage } from './read-message.ts'
import { senderKeys } from './sender-keys.ts'
import { partyIn, type ValueScope } from './value-scope.ts'

/** An element of `messages`: what a customer wrote. */
export function readLiveMessage(message: JsonObject, scope: ValueScope): InboundItem[] {
  const party = partyIn(scope, identitiesAt(message, senderKeys))
  return readMessage(message, { direction: 'inbound', source: 'live', party }, scope)
}
