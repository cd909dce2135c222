import type { OutgoingMessage } from './outgoing-message.ts'

/**
 * What waits, each message under a key of its own, so that tabs that write at the same time overwrite nothing of each other. Where the
 * browser forbids storage it is kept until the page is left.
 */
export class OutgoingStore {
  readonly #prefix: string
  readonly #memory = new Map<string, OutgoingMessage>()
  readonly #changed: () => void

  /** @param owner whose they are: another person at the same browser neither sees nor sends them */
  constructor(owner: string, changed: () => void) {
    this.#prefix = `switchboard.outgoing/${owner}/`
    this.#changed = changed
    this.#readAll()
  }

  /** In the order in which they were written. */
  all(): readonly OutgoingMessage[] {
    return [...this.#memory.values()].toSorted((a, b) => (a.clientId < b.clientId ? -1 : 1))
  }

  get(clientId: string): OutgoingMessage | undefined {
    return this.#memory.get(clientId)
  }

  put(message: OutgoingMessage): void {
    this.#memory.set(message.clientId, message)
    attempt(() => localStorage.setItem(this.#prefix + message.clientId, JSON.stringify(message)))
    this.#changed()
  }

  remove(clientId: string): void {
    this.#memory.delete(clientId)
    attempt(() => localStorage.removeItem(this.#prefix + clientId))
    this.#changed()
  }

  /** Another tab wrote. */
  readonly onStorage = (event: StorageEvent): void => {
    if (event.key !== null && !event.key.startsWith(this.#prefix)) return
    this.#memory.clear()
    this.#readAll()
    this.#changed()
  }

  #readAll(): void {
    attempt(() => {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(this.#prefix)) continue
        const message = parse(localStorage.getItem(key))
        if (message) this.#memory.set(message.clientId, message)
      }
    })
  }
}

function parse(text: string | null): OutgoingMessage | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    if (typeof value !== 'object' || value === null || !('clientId' in value) || !('content' in value)) return undefined
    return value as OutgoingMessage // written by put() of this or an older console; its content is checked by the server
  } catch {
    return undefined
  }
}

function attempt(act: () => void): void {
  try {
    act()
  } catch {
    // Forbidden or full storage: it is kept in memory.
  }
}
