import type { InboundItem, Party } from '../../transports/inbound-item.ts'

/** Where an item belongs on its account: one person's conversation, or a group's. */
export type Place =
  | { readonly kind: 'direct'; readonly party: Party }
  | { readonly kind: 'group'; readonly groupId: string }

/**
 * Where items go that name neither a person nor a group (hand-made senders): a group of this id on each account, so that they
 * are kept and found. A receipt that names nobody leads there too, until its message says where it belongs.
 */
const unidentifiedGroup = 'unidentified'

/** null: the item has no place in a conversation. */
export function placeOf(item: InboundItem): Place | null {
  switch (item.kind) {
    case 'message':
    case 'reaction':
    case 'revision':
    case 'status':
      if (item.groupId !== undefined) return { kind: 'group', groupId: item.groupId }
      return item.party ? { kind: 'direct', party: item.party } : { kind: 'group', groupId: unidentifiedGroup }
    case 'call':
      return item.party ? { kind: 'direct', party: item.party } : null
    case 'group':
      return { kind: 'group', groupId: item.groupId }
    case 'contact':
    case 'identity-change':
    case 'preference':
    case 'fact':
      return null
  }
}
