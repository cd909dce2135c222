import { explained } from '../../explained.ts'
import { type InboundItem, type StatusName, statusNames } from '../../inbound-item.ts'
import { explainError } from '../send/errors/explain.ts'
import { readCallStatus } from './call-statuses.ts'
import { groupIdAt, identitiesAt } from './identities.ts'
import { cut, idAt, type JsonObject, textAt, wordAt } from './json-fields.ts'
import { errorsAt } from './provider-errors.ts'
import { momentIn, partyIn, unreadablePart, type ValueScope } from './value-scope.ts'

const recipientKeys = ['recipient_id', 'recipient_user_id', 'parent_recipient_user_id', 'recipient_parent_user_id']
const participantKeys = [
  'recipient_participant_id',
  'recipient_participant_user_id',
  'recipient_participant_parent_user_id',
]

/** An element of `statuses`: how far a sent message came, or how a call of ours rings. */
export function readStatus(status: JsonObject, scope: ValueScope): InboundItem[] {
  const type = textAt(status, 'type')
  if (type === 'call' || (type === undefined && scope.field === 'calls')) return readCallStatus(status, scope)
  const wamid = idAt(status, 'id')
  if (wamid === undefined)
    return [unreadablePart(scope, 'statuses', 'the status does not say of which message', status)]
  const groupId = groupOf(status)
  const statusName = cut(wordAt(status, 'status') ?? '', 100)
  return [
    {
      kind: 'status',
      account: scope.account,
      ...momentIn(scope, status.timestamp),
      wamid,
      status: knownStatus(statusName),
      statusName,
      party: partyIn(scope, recipientOf(status, groupId)),
      groupId,
      errors: explained(errorsAt(status), explainError),
      pricing: status.pricing,
      conversation: status.conversation,
      callbackData: textAt(status, 'biz_opaque_callback_data'),
      raw: status,
    },
  ]
}

function knownStatus(name: string): StatusName | 'unknown' {
  const lower = name.toLowerCase()
  return statusNames.find((known) => known === lower) ?? 'unknown'
}

function groupOf(status: JsonObject): string | undefined {
  const recipient = idAt(status, 'recipient_id')
  if (textAt(status, 'recipient_type') === 'group' || groupIdAt(status, 'recipient_id')) return recipient
  return idAt(status, 'group_id')
}

function recipientOf(status: JsonObject, groupId: string | undefined): ReturnType<typeof identitiesAt> {
  const participant = identitiesAt(status, participantKeys)
  return groupId === undefined && participant.length === 0 ? identitiesAt(status, recipientKeys) : participant
}
