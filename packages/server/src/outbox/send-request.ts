import type {
  ApprovalId,
  ConversationId,
  OutboundContent,
  OutboxId,
  SendPurpose,
  SendState,
  WorkspaceId,
} from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import type { Capabilities } from '../transports/transport.ts'
import type { Caller } from './caller.ts'
import type { ContentProblem } from './check-content.ts'
import type { ContentFile } from './content-files.ts'
import type { TemplateFact } from './gate.ts'
import type { SendTarget } from './parse-recipient.ts'

/** One thing to send. */
export interface SendRequest {
  readonly workspaceId: WorkspaceId
  readonly caller: Caller
  /** Absent: that of the conversation, else the workspace's default. */
  readonly accountId?: string | undefined
  readonly to: SendTarget
  readonly content: OutboundContent
  /** Our id of the message that this one answers. */
  readonly quotedMessageId?: string | undefined
  /** Absent: `reply` within 24 hours of the customer's last message, else `notification`. */
  readonly purpose?: SendPurpose | undefined
  /** Not before; milliseconds since 1970. */
  readonly sendAt?: number | undefined
  /** A text beyond the limit becomes several messages, in order, under one approval. */
  readonly split?: boolean | undefined
  /** Why, in the words of whoever asks: for the person who may have to say yes. No part of what is sent. */
  readonly reason?: string | undefined
  /** Of the call that sends to many: a person decides about all of it at once. */
  readonly bulkId?: ApprovalId | undefined
  /** The same key with the same request is the same send; with another request it is refused. */
  readonly idempotencyKey?: string | undefined
}

/** A file of ours. */
export interface StoredFile {
  /** By its bytes. */
  readonly mimeType: string
  readonly claimedMimeType: string | null
  readonly sizeBytes: number
}

/** What deciding needs beside the database. */
export interface SendRules {
  /** What the transport of this name can carry; undefined where this server has none. */
  readonly capabilitiesOf: (transport: string) => Capabilities | undefined
  /** What an account cannot act without, as a sentence; null: it has it. Absent: every account can act. */
  readonly lackOf?: ((account: AccountAccess) => string | null) | undefined
  /** Why a link is surely not fetched, as a sentence; null: it may be. Absent: that is seen when it is fetched. */
  readonly linkRefusal?: ((link: string) => string | null) | undefined
  /** Why a file of ours cannot be sent as that; null: it can. Absent: that is seen when it is prepared. */
  readonly fileProblem?:
    | ((file: StoredFile, as: Pick<ContentFile, 'kind' | 'voice'>, capabilities: Capabilities) => ContentProblem | null)
    | undefined
  /** Templates as they are known; absent: not at all, and only the provider can say. */
  readonly templates?: TemplateLookup | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
  /** How long an approval waits for a person; milliseconds, a day unless stated. */
  readonly approvalMilliseconds?: number | undefined
}

/** As much of an account as says whether it can act, without opening a secret. */
export interface AccountAccess {
  readonly transport: string
  readonly externalId: string
  readonly businessAccountId: string | null
  readonly settings: Readonly<Record<string, string>>
  /** The id of the key that each of its secrets is sealed with. */
  readonly sealedWith: Readonly<Record<string, string>>
}

export interface TemplateLookup {
  /** About the template that a message names, and whether the message fills it. */
  find(
    db: Queryable,
    accountId: string,
    content: Extract<OutboundContent, { type: 'template' }>,
  ): Promise<TemplateFact | 'unlisted'>
  /** A few that could be sent instead of what the window refuses. */
  approved(db: Queryable, accountId: string): Promise<readonly { readonly name: string; readonly language: string }[]>
}

export interface Enqueued {
  /** One, or the parts of a text that was split, in order. Ids are the messages' ids. */
  readonly sends: readonly { readonly id: OutboxId; readonly state: SendState }[]
  readonly conversationId: ConversationId
  /** Where a person has to say yes first. */
  readonly approvalId: ApprovalId | null
  /** Under which it is decided about together with others. */
  readonly bulkId: ApprovalId | null
  /** The key was used before: this is what came of it. */
  readonly repeated: boolean
}
