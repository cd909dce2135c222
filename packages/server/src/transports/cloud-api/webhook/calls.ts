import { type CallEventName, type CallItem, callEvents, type InboundItem } from '../../inbound-item.ts'
import { identitiesAt } from './identities.ts'
import { cut, idAt, type JsonObject, listAt, numberAt, textAt, wordAt } from './json-fields.ts'
import { errorsAt } from './provider-errors.ts'
import { addresseeKeys, senderKeys } from './sender-keys.ts'
import { timeAt } from './time.ts'
import { isOwnNumber, momentIn, partyIn, unreadablePart, type ValueScope } from './value-scope.ts'

/** An element of `calls`: a call begins or ends. */
export function readCall(call: JsonObject, scope: ValueScope): InboundItem[] {
  const providerCallId = idAt(call, 'id')
  if (providerCallId === undefined) return [unreadablePart(scope, 'calls', 'the call has no id', call)]
  const eventName = cut(wordAt(call, 'event') ?? '', 100)
  const own = errorsAt(call)
  const alone = own.length === 0 && listAt(scope.value, 'calls').length === 1
  return [
    {
      kind: 'call',
      account: scope.account,
      ...momentIn(scope, call.timestamp),
      providerCallId,
      event: eventOf(eventName),
      eventName,
      direction: directionOf(call),
      party: partyIn(scope, identitiesAt(call, customerKeys(call, scope))),
      outcome: outcomeOf(call),
      startedAt: timeAt(call, 'start_time'),
      endedAt: timeAt(call, 'end_time'),
      durationSeconds: durationOf(call),
      // Errors of an ended call stand beside it in the value.
      errors: alone ? errorsAt(scope.value) : own,
      callbackData: textAt(call, 'biz_opaque_callback_data'),
      raw: call,
    },
  ]
}

function outcomeOf(call: JsonObject): string | undefined {
  const status = wordAt(call, 'status')
  return status === undefined ? undefined : cut(status.toLowerCase(), 100)
}

function eventOf(name: string): CallEventName | 'unknown' {
  const lower = name.toLowerCase()
  return callEvents.find((known) => known === lower) ?? 'unknown'
}

function directionOf(call: JsonObject): CallItem['direction'] {
  const direction = wordAt(call, 'direction')?.toUpperCase()
  if (direction === 'USER_INITIATED') return 'inbound'
  return direction === 'BUSINESS_INITIATED' ? 'outbound' : undefined
}

function customerKeys(call: JsonObject, scope: ValueScope): readonly string[] {
  if (isOwnNumber(scope, textAt(call, 'from'))) return addresseeKeys
  if (isOwnNumber(scope, textAt(call, 'to'))) return senderKeys
  return directionOf(call) === 'outbound' ? addresseeKeys : senderKeys
}

const longestCall = 2 ** 31 - 1

/** Whole seconds that fit the column. */
function durationOf(call: JsonObject): number | undefined {
  const seconds = numberAt(call, 'duration')
  return seconds === undefined || seconds < 0 ? undefined : Math.min(Math.round(seconds), longestCall)
}
