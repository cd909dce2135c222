import type { Customer } from './people/customer.ts'

/** Tells whoever watches that something on somebody's phone is other than it was. What it is, they look up. */
export class Changes {
  readonly #watchers = new Set<(customer: Customer) => void>()

  touch(customer: Customer): void {
    for (const watcher of this.#watchers) watcher(customer)
  }

  /** @returns how to stop */
  watch(watcher: (customer: Customer) => void): () => void {
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }
}
