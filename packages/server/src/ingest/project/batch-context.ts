import type { NewEvent } from '../../events/append.ts'
import type { Queryable } from '../../store/database.ts'
import type { InboundItem, Party } from '../../transports/inbound-item.ts'

/** An item with everything that it refers to resolved. */
export interface ResolvedItem<Item extends InboundItem = InboundItem> {
  readonly item: Item
  readonly seq: number
  readonly workspaceId: string
  /** null only for facts about a business account as a whole. */
  readonly accountId: string | null
}

/** What every step of a batch works with. Steps add the events of what they changed. */
export interface BatchContext {
  readonly client: Queryable
  readonly events: NewEvent[]
  readonly contactOf: (party: Party | undefined) => string | null
  readonly conversationOf: (item: InboundItem) => string | null
}

/** The items of one kind; the compiler knows them as such. */
export function itemsOf<Kind extends InboundItem['kind']>(
  items: readonly ResolvedItem[],
  ...kinds: readonly Kind[]
): ResolvedItem<Extract<InboundItem, { kind: Kind }>>[] {
  const wanted: ReadonlySet<string> = new Set(kinds)
  // The filter proves what the type says.
  return items.filter(({ item }) => wanted.has(item.kind)) as ResolvedItem<Extract<InboundItem, { kind: Kind }>>[]
}
