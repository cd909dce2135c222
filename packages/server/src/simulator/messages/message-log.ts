import type { Json } from '../graph-error.ts'
import type { Customer } from '../people/customer.ts'

export type StatusName = 'sent' | 'delivered' | 'read' | 'played' | 'failed'
/** Whether a status's webhook has arrived, in the words of message_history. */
export type WebhookState = 'PENDING' | 'DELIVERED' | 'FAILED' | 'RETRYING'

export interface StatusEvent {
  readonly id: string
  readonly status: StatusName
  /** Seconds since 1970. */
  readonly at: number
  readonly error?: string
  webhook: WebhookState
}

export interface LoggedMessage {
  readonly wamid: string
  readonly historyId: string
  readonly numberId: string
  readonly customer: Customer
  readonly direction: 'inbound' | 'outbound'
  readonly type: string
  /** The object under the type's name, as it was sent. */
  content: unknown
  /** What the customer reads, where that is not in the content: a template filled in. */
  readonly rendered?: Json | undefined
  readonly quotedWamid?: string | undefined
  readonly callbackData?: string | undefined
  /** Of a template: decides the price. */
  readonly category?: string | undefined
  /** Outbound: the customer had written within 24 hours; decides the price too. */
  readonly windowOpen?: boolean
  /** Milliseconds since 1970. */
  readonly at: number
  readonly events: StatusEvent[]
  /** By the other side: emoji. */
  reaction?: string | undefined
  editedAt?: number
  deletedAt?: number
  /** Inbound: the business marked it as read. */
  readByBusiness?: boolean
  /** Outbound: came while the customer had blocked the business. */
  blocked?: boolean
  /** Inbound: how far its webhook came; undefined while the phone is off. */
  webhook?: WebhookState
}

/** The last so many messages in both directions. */
export class MessageLog {
  readonly #most: number
  readonly #messages = new Map<string, LoggedMessage>()

  constructor(most: number) {
    this.#most = most
  }

  add(message: LoggedMessage): void {
    this.#messages.set(message.wamid, message)
    message.customer.remember(message.numberId, message.wamid)
    if (this.#messages.size <= this.#most) return
    const [oldest] = this.#messages.keys()
    if (oldest !== undefined) this.#messages.delete(oldest)
  }

  get(wamid: string): LoggedMessage | undefined {
    return this.#messages.get(wamid)
  }

  /** Newest first. */
  sentBy(numberId: string): LoggedMessage[] {
    const sent = [...this.#messages.values()].filter(
      (message) => message.direction === 'outbound' && message.numberId === numberId,
    )
    return sent.reverse()
  }

  byHistoryId(historyId: string): LoggedMessage | undefined {
    for (const message of this.#messages.values()) if (message.historyId === historyId) return message
    return undefined
  }
}

export function latestStatus(message: LoggedMessage): StatusName | undefined {
  return message.events.at(-1)?.status
}
