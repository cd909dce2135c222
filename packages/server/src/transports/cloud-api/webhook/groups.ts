import type { GroupItem, InboundItem, Party } from '../../inbound-item.ts'
import { identitiesAt, partyOf } from './identities.ts'
import { flagAt, idAt, isObject, type JsonObject, listAt, objectAt, wordAt } from './json-fields.ts'
import { errorsAt } from './provider-errors.ts'
import { momentIn, type ValueScope } from './value-scope.ts'

/**
 * An element of `groups`. What happened is `type`, never the webhook's field. A change may succeed in part: those who
 * could not be added stand in `failed_participants`, a setting that failed says `update_successful: false`.
 */
export function readGroup(group: JsonObject, scope: ValueScope): InboundItem[] {
  const change = idAt(group, 'type') ?? 'unknown'
  const groupId = idAt(group, 'group_id')
  const base = { account: scope.account, ...momentIn(scope, group.timestamp), raw: group }
  if (groupId === undefined) {
    // A group that could not be made has no id.
    const subject = idAt(group, 'request_id') ?? change
    return [{ kind: 'fact', ...base, field: scope.field, subject, known: change !== 'unknown', value: group }]
  }
  return [
    {
      kind: 'group',
      ...base,
      groupId,
      change,
      subject: settingAt(group, 'subject'),
      description: settingAt(group, 'description'),
      joined: partiesAt(group, 'added_participants'),
      left: partiesAt(group, 'removed_participants'),
      errors: groupErrors(group),
    },
  ]
}

/** `subject` of a new group, `group_subject: {text, update_successful}` of a changed one. */
function settingAt(group: JsonObject, name: 'subject' | 'description'): string | undefined {
  const changed = objectAt(group, `group_${name}`) ?? objectAt(group, name)
  if (changed === undefined) return wordAt(group, name) ?? wordAt(group, `group_${name}`)
  const failed = changed.update_successful !== undefined && !flagAt(changed, 'update_successful')
  return failed ? undefined : wordAt(changed, 'text')
}

function partiesAt(group: JsonObject, key: string): Party[] {
  const parties: Party[] = []
  for (const participant of listAt(group, key)) {
    if (!isObject(participant)) continue
    const known = identitiesAt(participant, ['wa_id', 'user_id', 'parent_user_id'])
    const party = partyOf(known.length > 0 ? known : identitiesAt(participant, ['input']), participant)
    if (party !== undefined) parties.push(party)
  }
  return parties
}

function groupErrors(group: JsonObject): GroupItem['errors'] {
  const parts = [...listAt(group, 'failed_participants'), group.group_subject, group.group_description]
  const nested = [...parts, group.profile_picture].filter(isObject)
  return [group, ...nested].flatMap((part) => errorsAt(part))
}
