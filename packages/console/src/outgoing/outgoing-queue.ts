import type { SendResult } from '@switchboard/contract'
import { isProblem } from '../api/problem.ts'
import { request } from '../api/request.ts'
import { newClientId } from './client-id.ts'
import type { NewOutgoing, OutgoingMessage, OutgoingProblem } from './outgoing-message.ts'
import { OutgoingStore } from './outgoing-store.ts'
import { isOld } from './waiting.ts'

const firstPause = 1_000
const longestPause = 30_000
/** How long a message that was taken is still known here, until every tab shows it from the server. */
const afterlife = 15_000

/**
 * Sends what people wrote, in order within a conversation, until the server has taken or refused it. One tab sends for all of a
 * browser (Web Locks): the next one takes over when it is closed. Where there are no locks every tab sends, and the server takes a
 * key once.
 */
export class OutgoingQueue {
  readonly #store: OutgoingStore
  readonly #owner: string
  readonly #listeners = new Set<() => void>()
  #stopping = new AbortController()
  /** Conversations whose first message is on its way. */
  readonly #busy = new Set<string>()
  #snapshot: readonly OutgoingMessage[] = []
  #sends = false
  /** Those that wait for the server to be reached. */
  readonly #wakers = new Set<() => void>()
  #pause = 0

  constructor(owner: string) {
    this.#owner = owner
    this.#store = new OutgoingStore(owner, () => this.#tell())
    this.#snapshot = this.#store.all()
  }

  /** Begins to send, as soon as no other tab does. @returns how to stop */
  start(): () => void {
    this.#stopping = new AbortController()
    const { signal } = this.#stopping
    addEventListener('storage', this.#onStorage)
    addEventListener('online', this.retryNow)
    const lead = async () => {
      this.#sends = true
      this.#comeBack()
      this.#pump()
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      this.#sends = false
    }
    // Locks are for pages of https and of this machine only.
    const locks: LockManager | undefined = navigator.locks
    if (locks === undefined) void lead()
    else locks.request(`switchboard.outgoing/${this.#owner}`, { signal }, lead).catch(() => undefined) // stopped before it was this tab's turn
    return () => {
      this.#stopping.abort()
      removeEventListener('storage', this.#onStorage)
      removeEventListener('online', this.retryNow)
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  readonly all = (): readonly OutgoingMessage[] => this.#snapshot

  readonly add = (message: NewOutgoing): OutgoingMessage => {
    const added: OutgoingMessage = {
      ...message,
      clientId: newClientId(),
      createdAt: new Date().toISOString(),
      state: 'queued',
    }
    this.#store.put(added)
    this.#pump()
    return added
  }

  /** Of what was refused, which wrote nothing, or is old: once more, with the same key. */
  readonly retry = (clientId: string): void => {
    const message = this.#store.get(clientId)
    if (message?.state !== 'refused' && message?.state !== 'old') return
    const { problem: _, ...rest } = message
    this.#store.put({ ...rest, state: 'queued' })
    this.#pump()
  }

  /** Only what waits or was refused: what is on its way may have arrived. */
  readonly discard = (clientId: string): void => {
    const message = this.#store.get(clientId)
    if (message && message.state !== 'sending') this.#store.remove(clientId)
  }

  /** The server is reached again: whoever knows says so. */
  readonly retryNow = (): void => {
    this.#pause = 0
    for (const wake of [...this.#wakers]) wake()
    this.#pump()
  }

  readonly #onStorage = (event: StorageEvent): void => {
    this.#store.onStorage(event)
    this.#pump()
  }

  #tell(): void {
    this.#snapshot = this.#store.all()
    for (const listener of this.#listeners) listener()
  }

  /** What another tab, or this page before it was loaded again, had begun: the same key finds out what became of it. What is old does not leave by itself. */
  #comeBack(): void {
    const now = Date.now()
    for (const message of this.#store.all()) {
      if (message.messageId !== undefined) this.#store.remove(message.clientId)
      else if (message.state !== 'refused' && isOld(message, now)) this.#store.put({ ...message, state: 'old' })
      else if (message.state === 'sending') this.#store.put({ ...message, state: 'queued' })
    }
  }

  #pump(): void {
    if (!this.#sends || this.#stopping.signal.aborted) return
    for (const message of this.#store.all()) {
      const { conversationId, state, messageId } = message
      if (state === 'refused' || state === 'old' || messageId !== undefined || this.#busy.has(conversationId)) continue
      this.#busy.add(conversationId)
      void this.#send(message)
    }
  }

  async #send(message: OutgoingMessage): Promise<void> {
    const { clientId, conversationId, content, replyTo, split } = message
    this.#store.put({ ...message, state: 'sending' })
    try {
      const { sends } = await request<SendResult>('/v1/messages', {
        method: 'POST',
        idempotencyKey: clientId,
        body: {
          to: { conversationId },
          content,
          ...(replyTo === undefined ? {} : { quotedMessageId: replyTo }),
          ...(split ? { split } : {}),
        },
      })
      this.#pause = 0
      const [first] = sends
      this.#store.put({ ...message, state: 'sending', ...(first ? { messageId: first.id } : {}) })
      setTimeout(() => this.#store.remove(clientId), afterlife)
    } catch (error) {
      const problem = refusalIn(error)
      if (problem) this.#store.put({ ...message, state: 'refused', problem })
      else {
        this.#store.put({ ...message, state: 'offline' })
        await this.#wait()
      }
    } finally {
      this.#busy.delete(conversationId)
      this.#pump()
    }
  }

  async #wait(): Promise<void> {
    this.#pause = Math.min(longestPause, this.#pause === 0 ? firstPause : this.#pause * 2)
    await new Promise<void>((resolve) => {
      const again = () => {
        this.#wakers.delete(again)
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(again, this.#pause)
      this.#wakers.add(again)
    })
  }
}

/** What the server said no to. Nothing where it could not be asked, or could not answer: that is tried again. */
function refusalIn(error: unknown): OutgoingProblem | undefined {
  if (!isProblem(error) || error.status >= 500 || error.status === 429 || error.status === 401) return undefined
  const { alternative } = error.body
  return { code: error.code, sentence: error.message, ...(alternative ? { alternative } : {}) }
}
