import type { Readable } from 'node:stream'
import type { OutboundContent, OutboundType } from '@switchboard/contract'
import type { BlockList } from './block-list.ts'
import type { CredentialReport, WebhookSubscription, WebhookTarget } from './credential-check.ts'
import type { ErrorExplanation } from './error-explanation.ts'
import type { BusinessProfile, NumberProfile } from './number-profile.ts'
import type { TemplateDirectory } from './template-directory.ts'
import type { Recipient, TransportAccount } from './transport-account.ts'
import type { TransportName } from './webhook-reader.ts'

export type { Recipient, TransportAccount }

/**
 * The way to reach WhatsApp: what every transport can be asked, and flags for what it has. Nobody outside of a transport's
 * folder asks which transport it is; they ask its capabilities.
 */
export interface Transport {
  readonly name: TransportName
  readonly capabilities: Capabilities
  /**
   * Hands one message to the provider, once.
   * @throws {TransportError} whose `outcome` says whether the provider may have it.
   */
  send(account: TransportAccount, message: OutboundMessage, signal?: AbortSignal): Promise<Accepted>
  markRead?(account: TransportAccount, wamid: string, options: { readonly typing: boolean }): Promise<void>
  uploadMedia?(account: TransportAccount, upload: MediaUpload): Promise<{ readonly providerMediaId: string }>
  downloadMedia?(account: TransportAccount, media: MediaReference, signal?: AbortSignal): Promise<MediaDownload>
  /** What became of a send whose answer was lost; `null`: the provider cannot say. */
  findSent?(account: TransportAccount, callbackData: string): Promise<{ readonly wamid: string } | 'not-sent' | null>
  /** Never throws: what is wrong is the answer. */
  health(account: TransportAccount): Promise<TransportHealth>
  /** Asks about each of the credentials by itself; needs none of them saved. Never throws: what is wrong is the answer. */
  checkCredentials?(account: TransportAccount): Promise<CredentialReport>
  /** Asks for the business account's webhooks, at another address where one is given. @throws {TransportError} */
  subscribeWebhooks?(account: TransportAccount, target?: WebhookTarget): Promise<void>
  /** Who gets them. @throws {TransportError} */
  readSubscriptions?(account: TransportAccount): Promise<readonly WebhookSubscription[]>
  /** What an error code means that came in a receipt instead of an answer. */
  explainError?(code: number | string): ErrorExplanation | undefined
  readonly templates?: TemplateDirectory
  readonly blockList?: BlockList
  readNumber?(account: TransportAccount): Promise<NumberProfile>
  readBusinessProfile?(account: TransportAccount): Promise<BusinessProfile>
}

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker'

export interface Capabilities {
  readonly contentTypes: ReadonlySet<OutboundType>
  readonly templates: boolean
  readonly receipts: boolean
  readonly quotes: boolean
  readonly markRead: boolean
  readonly typing: boolean
  readonly groups: boolean
  readonly edit: boolean
  readonly calls: boolean
  /** Free-form messages only within this many milliseconds of the customer's last one; null: whenever. */
  readonly serviceWindowMilliseconds: number | null
  /** The status webhook carries our token back, so an unknown outcome settles by itself. */
  readonly callbackData: boolean
  /** In characters (code points). */
  readonly textLimit: number
  readonly captionLimit: number
  /** Zero bytes: the transport has no such media. No MIME types: any. */
  readonly media: Readonly<Record<MediaKind, { readonly maxBytes: number; readonly mimeTypes: readonly string[] }>>
}

export interface OutboundMessage {
  readonly to: Recipient
  readonly content: ResolvedContent
  readonly quotedWamid?: string | undefined
  /** At most 512 characters; comes back with every receipt where the transport can. */
  readonly callbackData: string
}

/** Where the provider finds a file. */
export interface ResolvedFile {
  readonly providerMediaId?: string
  readonly link?: string
}

/** Content whose media are at the provider and whose references are the provider's: ready to be put into its words. */
export type ResolvedContent = OutboundContent & {
  readonly resolved?: ResolvedFile & {
    readonly targetWamid?: string
    /** Of a template's cards, each at its place; null: that has no file of ours. */
    readonly cards?: readonly (ResolvedFile | null)[]
  }
}

export interface Accepted {
  readonly wamid: string
  /** The provider's word beyond "accepted", e.g. held_for_quality_assessment. */
  readonly providerStatus?: string | undefined
  readonly waId?: string | undefined
}

export interface MediaUpload {
  readonly body: Readable
  readonly mimeType: string
  readonly filename: string
  readonly sizeBytes?: number | undefined
}

export interface MediaReference {
  readonly providerMediaId: string
  readonly url?: string | undefined
}

export interface MediaDownload {
  readonly body: Readable
  readonly mimeType: string | undefined
  readonly sizeBytes: number | undefined
  /** Lower case hex, as the provider states it; whoever stores the bytes compares. */
  readonly sha256: string | undefined
}

export interface TransportHealth {
  readonly ok: boolean
  readonly detail: string
}
