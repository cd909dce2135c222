import type { InboundItem } from '../../inbound-item.ts'
import { identitiesAt } from './identities.ts'
import { idAt, type JsonObject, textAt } from './json-fields.ts'
import { momentIn, partyIn, unreadablePart, type ValueScope } from './value-scope.ts'

/** An element of `user_preferences`: somebody stops, resumes or signs up for marketing messages. */
export function readUserPreference(preference: JsonObject, scope: ValueScope): InboundItem[] {
  const party = partyIn(scope, identitiesAt(preference, ['wa_id', 'user_id', 'parent_user_id']))
  const category = idAt(preference, 'category')
  const value = idAt(preference, 'value')
  if (party === undefined || category === undefined || value === undefined) {
    return [unreadablePart(scope, 'user_preferences', 'person, category or value is missing', preference)]
  }
  return [
    {
      kind: 'preference',
      account: scope.account,
      ...momentIn(scope, preference.timestamp),
      party,
      category,
      value,
      detail: textAt(preference, 'detail'),
      raw: preference,
    },
  ]
}
