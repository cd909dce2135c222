import type { InboundItem } from '../../inbound-item.ts'
import { identitiesAt } from './identities.ts'
import { cut, type JsonObject, objectAt, textAt, wordAt } from './json-fields.ts'
import { momentIn, partyIn, unreadablePart, type ValueScope } from './value-scope.ts'

/** An element of `state_sync`: an entry of the business phone's address book was added, changed or removed. */
export function readStateSync(sync: JsonObject, scope: ValueScope): InboundItem[] {
  const contact = objectAt(sync, 'contact')
  if (contact === undefined) {
    return [
      unreadablePart(
        scope,
        'state_sync',
        `"${cut(textAt(sync, 'type') ?? '', 100)}" is not known to this version`,
        sync,
      ),
    ]
  }
  const party = partyIn(scope, identitiesAt(contact, ['phone_number', 'wa_id', 'user_id', 'parent_user_id']))
  if (party === undefined) return [unreadablePart(scope, 'state_sync', 'the contact has no number or user id', sync)]
  const removed = textAt(sync, 'action')?.toLowerCase() === 'remove'
  const username = wordAt(contact, 'username')?.replace(/^@/, '') ?? party.username
  return [
    {
      kind: 'contact',
      account: scope.account,
      ...momentIn(scope, objectAt(sync, 'metadata')?.timestamp ?? sync.timestamp),
      party: { ...party, username },
      addressBookName: removed ? null : (wordAt(contact, 'full_name') ?? wordAt(contact, 'first_name')),
      raw: sync,
    },
  ]
}
