import type { FactItem, InboundItem } from '../../inbound-item.ts'

/** Unreadable parts of one body that get a fact each. */
const maxUnreadable = 100

/**
 * The items of one body, in order. A list of a million zeros is a body of 3 MB too: unreadable parts beyond the first
 * hundred are kept together in one last fact, so that rubbish costs neither a row nor an object for each.
 */
export class ItemList {
  readonly items: InboundItem[] = []
  readonly #more: unknown[] = []
  #unreadable = 0
  #firstOfMore: FactItem | undefined

  add(item: InboundItem): void {
    if (item.kind === 'fact' && !item.known) {
      this.#unreadable += 1
      if (this.#unreadable > maxUnreadable) {
        this.#firstOfMore ??= item
        this.#more.push(item.value)
        return
      }
    }
    this.items.push(item)
  }

  /** All items, once everything is read. */
  whole(): readonly InboundItem[] {
    if (this.#firstOfMore === undefined) return this.items
    const reason = `${this.#more.length} more parts could not be read; the first: ${this.#firstOfMore.reason ?? ''}`
    return [...this.items, { ...this.#firstOfMore, subject: 'more', reason, value: this.#more, raw: this.#more }]
  }
}
