import type { Identity, IdentityChangeItem } from '../../inbound-item.ts'
import { identitiesAt, identitiesOf, partyOf, sameIdentity } from './identities.ts'
import { type JsonObject, objectAt, wordAt } from './json-fields.ts'
import { senderKeys } from './sender-keys.ts'
import { momentIn, type ValueScope } from './value-scope.ts'

/**
 * Who became whom by a system message: `from` (or `system.customer`) is the old identity, those in `system` are the new.
 * A changed user id names the old one only in the sentence; its end is Meta's own wording (the person's name stands
 * before it), and it counts only when it ends in the new id that the message carries as data.
 */
export function readSystemIdentityChange(message: JsonObject, scope: ValueScope): IdentityChangeItem | undefined {
  const system = objectAt(message, 'system')
  if (system === undefined) return undefined
  const current = identitiesAt(system, ['wa_id', 'new_wa_id', 'user_id', 'parent_user_id'])
  const previous = identitiesAt(message, senderKeys)
  for (const identity of identitiesAt(system, ['customer'])) {
    if (!has(previous, identity) && !has(current, identity)) previous.push(identity)
  }
  const userId = wordAt(system, 'user_id')
  const sentence = /from (\S{1,300}) to (\S{1,300}?)\.?$/.exec(wordAt(system, 'body') ?? '')
  if (previous.length === 0 && sentence?.[1] !== undefined && sentence[2] === userId) {
    previous.push(...identitiesOf(sentence[1]))
  }
  return change(previous, current, current.some(({ kind }) => kind === 'wa_id') ? 'phone' : 'user-id', {
    account: scope.account,
    ...momentIn(scope, message.timestamp),
    raw: message,
  })
}

/** One element of `user_id_update`: previous and current user ids, maybe with the wa_id that stayed. */
export function readUserIdUpdate(update: JsonObject, scope: ValueScope): IdentityChangeItem | undefined {
  const stayed = identitiesAt(update, ['wa_id'])
  const parts = ['user_id', 'parent_user_id'].map((key) => objectAt(update, key) ?? { current: update[key] })
  return change(
    [...stayed, ...parts.flatMap((part) => identitiesAt(part, ['previous']))],
    [...stayed, ...parts.flatMap((part) => identitiesAt(part, ['current']))],
    'user-id',
    { account: scope.account, ...momentIn(scope, update.timestamp), raw: update },
  )
}

type Base = Omit<IdentityChangeItem, 'kind' | 'previous' | 'current' | 'change'>

/** Nothing where both sides don't name somebody, or the new side adds nothing (a changed device). */
function change(
  before: readonly Identity[],
  after: readonly Identity[],
  kind: IdentityChangeItem['change'],
  base: Base,
): IdentityChangeItem | undefined {
  const previous = partyOf(before)
  const current = partyOf(after)
  if (previous === undefined || current === undefined) return undefined
  if (after.every((identity) => has(before, identity))) return undefined
  return { kind: 'identity-change', ...base, previous, current, change: kind }
}

function has(identities: readonly Identity[], identity: Identity): boolean {
  return identities.some((other) => sameIdentity(other, identity))
}
