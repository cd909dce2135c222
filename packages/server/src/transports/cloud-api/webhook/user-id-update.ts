import type { InboundItem } from '../../inbound-item.ts'
import { readUserIdUpdate } from './identity-change.ts'
import type { JsonObject } from './json-fields.ts'
import { unreadablePart, type ValueScope } from './value-scope.ts'

/** An element of `user_id_update`: Meta gave somebody a new user id, for instance with a new number. */
export function readUserIdUpdateItem(update: JsonObject, scope: ValueScope): InboundItem[] {
  const change = readUserIdUpdate(update, scope)
  return [
    change ?? unreadablePart(scope, 'user_id_update', 'it does not name a previous and a current user id', update),
  ]
}
