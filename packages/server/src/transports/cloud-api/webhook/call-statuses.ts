import type { CallEventName, InboundItem } from '../../inbound-item.ts'
import { identitiesAt } from './identities.ts'
import { cut, idAt, type JsonObject, textAt, wordAt } from './json-fields.ts'
import { errorsAt } from './provider-errors.ts'
import { momentIn, partyIn, unreadablePart, type ValueScope } from './value-scope.ts'

const events: ReadonlyMap<string, CallEventName> = new Map([
  ['ringing', 'ringing'],
  ['accepted', 'accepted'],
  ['rejected', 'rejected'],
])

/** RINGING, ACCEPTED and REJECTED of a call that the business made; they come in `statuses`, not in `calls`. */
export function readCallStatus(status: JsonObject, scope: ValueScope): InboundItem[] {
  const providerCallId = idAt(status, 'id')
  if (providerCallId === undefined) {
    return [unreadablePart(scope, 'statuses', 'the call status does not say of which call', status)]
  }
  const eventName = cut(wordAt(status, 'status') ?? '', 100)
  return [
    {
      kind: 'call',
      account: scope.account,
      ...momentIn(scope, status.timestamp),
      providerCallId,
      event: events.get(eventName.toLowerCase()) ?? 'unknown',
      eventName,
      direction: 'outbound',
      party: partyIn(scope, identitiesAt(status, ['recipient_id', 'recipient_user_id', 'parent_recipient_user_id'])),
      errors: errorsAt(status),
      callbackData: textAt(status, 'biz_opaque_callback_data'),
      raw: status,
    },
  ]
}
