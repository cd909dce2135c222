import type { InboundItem } from '../../inbound-item.ts'
import { groupIdAt, identitiesAt } from './identities.ts'
import { type JsonObject, textAt } from './json-fields.ts'
import { readMessage } from './read-message.ts'
import { addresseeKeys, senderKeys } from './sender-keys.ts'
import { isOwnNumber, partyIn, type ValueScope } from './value-scope.ts'

/** An element of `message_echoes`: what the business wrote with its phone or another tool. */
export function readMessageEcho(message: JsonObject, scope: ValueScope): InboundItem[] {
  // Some senders put the two the wrong way round.
  const swapped = isOwnNumber(scope, textAt(message, 'to')) && !isOwnNumber(scope, textAt(message, 'from'))
  const groupId = groupIdAt(message, 'to')
  if (groupId !== undefined) {
    return readMessage(message, { direction: 'outbound', source: 'echo', party: undefined, groupId }, scope)
  }
  const party = partyIn(scope, identitiesAt(message, swapped ? senderKeys : addresseeKeys))
  return readMessage(message, { direction: 'outbound', source: 'echo', party }, scope)
}
