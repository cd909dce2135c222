export interface SimulatedNumber {
  /** The phone number id, digits. */
  readonly id: string
  /** e.g. +1 555-010-0100 */
  readonly displayPhoneNumber: string
  readonly businessAccountId: string
  readonly verifiedName?: string
  /** Accepted in any one second. Default 80, as Meta's; 20 for a coexistence number, 1,000 after an upgrade. */
  readonly messagesPerSecond?: number
  readonly coexistence?: boolean
  /** CONNECTED unless it is said otherwise; PENDING: not registered yet. */
  readonly status?: string
}

/** Least and most milliseconds. */
export type Span = readonly [least: number, most: number]

/** How long things take, before `speed`. */
export interface Delays {
  /** From accepted to sent. */
  readonly sent: Span
  /** From sent to delivered. */
  readonly delivered: Span
  /** From delivered to read. */
  readonly read: Span
  /** From handed in to decided. */
  readonly templateReview: Span
  /** From a message to the answer of a customer who answers by itself. */
  readonly answer: Span
}

export const realisticDelays: Delays = {
  sent: [150, 600],
  delivered: [200, 1_500],
  read: [1_500, 8_000],
  templateReview: [5_000, 15_000],
  answer: [1_000, 3_000],
}
export const noDelays: Delays = {
  sent: [0, 0],
  delivered: [0, 0],
  read: [0, 0],
  templateReview: [0, 0],
  answer: [0, 0],
}

export interface SimulatorOptions {
  /** 0: any free one. Default 0. */
  readonly port?: number
  /** Default 127.0.0.1; other addresses than loopback are refused. */
  readonly host?: string
  /** What Bearer tokens must be. Undefined: any but the documented bad ones. */
  readonly accessToken?: string | undefined
  /** Signs the webhooks. */
  readonly appSecret: string
  /** Where webhooks go; can be set later. Undefined: nowhere. */
  readonly webhookUrl?: string | undefined
  readonly phoneNumbers: readonly SimulatedNumber[]
  /** Default `realisticDelays`. */
  readonly delays?: Partial<Delays>
  /** How much faster than in life delays and retries of webhooks pass. Default 1. */
  readonly speed?: number
  /** The same seed gives the same ids and the same chances. Default: a new one every time. */
  readonly seed?: string
  /** Free-form messages outside of the customer's 24 hours fail with 131047. Default true. */
  readonly serviceWindow?: boolean
  /** What is read or reacted to must be a message of its own memory, else 131009. Default true; at Meta it is so. */
  readonly knownMessagesOnly?: boolean
  /** To one person: so many at once, then one in so many milliseconds. Default 45, 6,000. null: no limit. */
  readonly pairLimit?: { readonly burst: number; readonly everyMilliseconds: number } | null
  /** So many messages are remembered, with what they said; the oldest are forgotten. Default 20,000. */
  readonly remember?: number
  /** Bytes of media kept in a temporary directory; the oldest go. Default 2 GB. */
  readonly mediaBytes?: number
  readonly webhooks?: WebhookOptions
}

export interface WebhookOptions {
  /** At most so many items in one POST. Default 20. */
  readonly batch?: number
  /** A lane that has just sent waits so long for more, so that under load several items share a POST. Default 20. */
  readonly gatherMilliseconds?: number
  /** POSTs under way at once. What belongs to one message stays in its order. Default 4. */
  readonly lanes?: number
  /** Waits before the repetitions of a POST that was not answered with 2xx, in milliseconds before `speed`. Default `metaRetries`. */
  readonly retries?: readonly number[]
  /** Without an answer a POST counts as failed. Default 10,000. */
  readonly answerTimeoutMilliseconds?: number
}

const minute = 60_000
const hour = 60 * minute

/** Meta repeats with growing waits for up to seven days. */
export const metaRetries: readonly number[] = [
  ...[1_000, 5_000, 15_000, minute, 5 * minute, 15 * minute, hour, 3 * hour],
  ...Array.from({ length: 27 }, () => 6 * hour),
]
