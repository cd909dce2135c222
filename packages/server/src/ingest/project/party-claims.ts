import type { InboundItem, Party } from '../../transports/inbound-item.ts'

/** What one item says of one person. */
export interface PartyClaim {
  readonly party: Party
  readonly at: number
  /** The person did something at that time; being written to is not doing something. */
  readonly active: boolean
  readonly addressBookName?: string | null | undefined
  /** Another sighting of the same person, under identities that may share none with this one's. */
  readonly sameAs?: Party | undefined
}

/** Everybody that an item names. */
export function partyClaims(item: InboundItem): PartyClaim[] {
  const { at } = item
  switch (item.kind) {
    case 'message':
    case 'reaction':
    case 'revision':
      return item.party ? [{ party: item.party, at, active: item.direction === 'inbound' }] : []
    case 'call':
      return item.party ? [{ party: item.party, at, active: item.direction === 'inbound' }] : []
    case 'status':
      return item.party ? [{ party: item.party, at, active: false }] : []
    case 'contact':
      return [{ party: item.party, at, active: false, addressBookName: item.addressBookName }]
    case 'preference':
      return [{ party: item.party, at, active: true }]
    case 'identity-change':
      return [
        { party: item.previous, at, active: false },
        { party: item.current, at, active: true, sameAs: item.previous },
      ]
    case 'group':
      return [...item.joined, ...item.left].map((party) => ({ party, at, active: false }))
    case 'fact':
      return []
  }
}
