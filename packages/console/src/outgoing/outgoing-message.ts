import type { ConversationId, MessageId, OutboundContent, OutboxId, SendAlternative } from '@switchboard/contract'

/**
 * A message that a person here wrote and the server has not taken yet.
 *
 * queued (its turn comes) → sending → taken: it has a `messageId` and is gone soon, because the thread shows the message itself
 *   → offline: the server was not reached; tried again by itself, with the same key, so that it can't become two
 *   → old: it still waited when the console was opened again more than an hour later; the person says whether it leaves
 *   → refused: it waits for the person, who tries again or discards it
 */
export interface OutgoingMessage {
  /** Made here; also the Idempotency-Key. Sorts as they were written. */
  readonly clientId: string
  readonly conversationId: ConversationId
  readonly content: OutboundContent
  /** What the customer will read, where the content itself does not say it: a template's text. */
  readonly shown?: string
  /** The quoted message. */
  readonly replyTo?: MessageId
  /** A text that is too long for one message becomes several. */
  readonly split?: boolean
  /** ISO 8601. */
  readonly createdAt: string
  readonly state: 'queued' | 'offline' | 'sending' | 'old' | 'refused'
  /** Why it was refused. */
  readonly problem?: OutgoingProblem
  /** The server has it under this id: whoever shows a message of this id does not show this one. */
  readonly messageId?: OutboxId
}

export interface OutgoingProblem {
  readonly code: string
  /** For the person: what was wrong, and mostly what to do. */
  readonly sentence: string
  readonly alternative?: SendAlternative
}

/** What is to be sent, as the composer gives it. */
export type NewOutgoing = Pick<OutgoingMessage, 'conversationId' | 'content' | 'shown' | 'replyTo' | 'split'>
